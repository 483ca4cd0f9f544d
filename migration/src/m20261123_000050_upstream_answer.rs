//! Makes `upstream_answer`.

use crate::column::{long_text, word};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum UpstreamAnswer {
    Table,
    Key,
    Body,
    AsOf,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(UpstreamAnswer::Table)
                    .col(word(manager, UpstreamAnswer::Key).not_null().primary_key())
                    .col(long_text(manager, UpstreamAnswer::Body).not_null())
                    .col(ColumnDef::new(UpstreamAnswer::AsOf).big_integer().not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(UpstreamAnswer::Table).to_owned()).await
    }
}
