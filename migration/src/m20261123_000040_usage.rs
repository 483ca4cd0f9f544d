//! Makes `usage_minute` and `usage_hour`.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Usage {
    AccountId,
    Since,
    KeyId,
    Endpoint,
    Status,
}

/// The two tables, which have the same columns.
const TABLES: [&str; 2] = ["usage_minute", "usage_hour"];
/// What is added up, before the latencies.
const SUMS: [&str; 4] = ["requests", "bytes", "socket_ms", "messages"];
/// Columns `l00` to `l23`: requests by how long they took, from quick to slow.
const LATENCIES: usize = 24;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in TABLES {
            let table = Alias::new(name);
            let number = |name: Usage| ColumnDef::new(name).big_integer().not_null().to_owned();
            let mut create = Table::create();
            create
                .table(table.clone())
                .col(number(Usage::AccountId))
                .col(number(Usage::Since))
                .col(number(Usage::KeyId))
                .col(word(manager, Usage::Endpoint).not_null())
                .col(number(Usage::Status));
            let latencies = (0..LATENCIES).map(|i| format!("l{i:02}"));
            for sum in SUMS.into_iter().map(str::to_owned).chain(latencies) {
                create.col(ColumnDef::new(Alias::new(sum)).big_integer().not_null());
            }
            create.primary_key(
                Index::create()
                    .col(Usage::AccountId)
                    .col(Usage::Since)
                    .col(Usage::KeyId)
                    .col(Usage::Endpoint)
                    .col(Usage::Status),
            );
            manager.create_table(create).await?;
            let by_time = Index::create()
                .name(format!("{name}_since"))
                .table(table)
                .col(Usage::Since)
                .to_owned();
            manager.create_index(by_time).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in TABLES {
            manager.drop_table(Table::drop().table(Alias::new(name)).to_owned()).await?;
        }
        Ok(())
    }
}
