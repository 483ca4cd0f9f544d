//! Adds to `account` the address it is about to move to, and how often its ways in were ended.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Account {
    Table,
    Generation,
    PendingEmail,
    PendingAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: SQLite adds no more at once.
        for column in [
            ColumnDef::new(Account::Generation).big_integer().not_null().default(0).to_owned(),
            word(manager, Account::PendingEmail),
            ColumnDef::new(Account::PendingAt).big_integer().to_owned(),
        ] {
            let change = Table::alter().table(Account::Table).add_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [Account::PendingAt, Account::PendingEmail, Account::Generation] {
            let change = Table::alter().table(Account::Table).drop_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}
