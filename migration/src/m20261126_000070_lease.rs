//! Makes `lease`.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Lease {
    Table,
    Name,
    Holder,
    Token,
    Beats,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Lease::Table)
                    .col(word(manager, Lease::Name).not_null().primary_key())
                    .col(word(manager, Lease::Holder).null())
                    .col(ColumnDef::new(Lease::Token).big_integer().not_null())
                    .col(ColumnDef::new(Lease::Beats).big_integer().not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Lease::Table).to_owned()).await
    }
}
