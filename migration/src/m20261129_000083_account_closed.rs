//! Adds to `account` since when it waits to be deleted.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Account {
    Table,
    ClosedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let closed = ColumnDef::new(Account::ClosedAt).big_integer().to_owned();
        let change = Table::alter().table(Account::Table).add_column(closed).to_owned();
        manager.alter_table(change).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = Table::alter().table(Account::Table).drop_column(Account::ClosedAt).to_owned();
        manager.alter_table(change).await
    }
}
