//! Makes `change` and `log_head`.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Change {
    Table,
    Seq,
    Sport,
    MatchUpstreamId,
    Version,
    At,
    Announced,
    Doc,
}

#[derive(DeriveIden)]
enum LogHead {
    Table,
    Id,
    Epoch,
    Head,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Change::Table)
                    .col(ColumnDef::new(Change::Seq).big_integer().not_null().primary_key())
                    .col(word(manager, Change::Sport).not_null())
                    .col(word(manager, Change::MatchUpstreamId).not_null())
                    .col(ColumnDef::new(Change::Version).big_integer().not_null())
                    .col(ColumnDef::new(Change::At).big_integer().not_null())
                    .col(ColumnDef::new(Change::Announced).boolean().not_null())
                    .col(ColumnDef::new(Change::Doc).json_binary().not_null())
                    .to_owned(),
            )
            .await?;
        let index = |name: &str| Index::create().name(name).table(Change::Table).to_owned();
        for statement in [
            index("change_version")
                .col(Change::Sport)
                .col(Change::MatchUpstreamId)
                .col(Change::Version)
                .unique()
                .to_owned(),
            index("change_announced").col(Change::Announced).col(Change::Seq).to_owned(),
            index("change_at").col(Change::At).to_owned(),
        ] {
            manager.create_index(statement).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table(LogHead::Table)
                    .col(ColumnDef::new(LogHead::Id).integer().not_null().primary_key())
                    .col(word(manager, LogHead::Epoch).not_null())
                    .col(ColumnDef::new(LogHead::Head).big_integer().not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(LogHead::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Change::Table).to_owned()).await
    }
}
