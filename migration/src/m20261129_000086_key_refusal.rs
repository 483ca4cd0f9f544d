//! Makes `key_refusal`.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum KeyRefusal {
    Table,
    AccountId,
    Since,
    KeyId,
    Code,
    Refused,
    LastAt,
    LastFrom,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number = |name: KeyRefusal| ColumnDef::new(name).big_integer().not_null().to_owned();
        let mut create = Table::create();
        create
            .table(KeyRefusal::Table)
            .col(number(KeyRefusal::AccountId))
            .col(number(KeyRefusal::Since))
            .col(number(KeyRefusal::KeyId))
            .col(word(manager, KeyRefusal::Code).not_null())
            .col(number(KeyRefusal::Refused))
            .col(number(KeyRefusal::LastAt))
            .col(word(manager, KeyRefusal::LastFrom).not_null())
            .primary_key(
                Index::create()
                    .col(KeyRefusal::AccountId)
                    .col(KeyRefusal::Since)
                    .col(KeyRefusal::KeyId)
                    .col(KeyRefusal::Code),
            );
        manager.create_table(create).await?;
        let by_time = Index::create()
            .name("key_refusal_since")
            .table(KeyRefusal::Table)
            .col(KeyRefusal::Since)
            .to_owned();
        manager.create_index(by_time).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(KeyRefusal::Table).to_owned()).await
    }
}
