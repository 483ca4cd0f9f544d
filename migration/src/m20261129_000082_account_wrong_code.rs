//! Adds to `account` the wrong codes of its second factor in a row.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Account {
    Table,
    WrongCodes,
    WrongCodeAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: SQLite adds no more at once.
        for column in [
            ColumnDef::new(Account::WrongCodes).big_integer().not_null().default(0).to_owned(),
            ColumnDef::new(Account::WrongCodeAt).big_integer().to_owned(),
        ] {
            let change = Table::alter().table(Account::Table).add_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [Account::WrongCodeAt, Account::WrongCodes] {
            let change = Table::alter().table(Account::Table).drop_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}
