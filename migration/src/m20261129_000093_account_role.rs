//! Adds `account.role` and `account.disabled_why`. Whoever looked after the service is an admin.

use crate::column::{long_text, word};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Account {
    Table,
    IsAdmin,
    Role,
    DisabledWhy,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut role = word(manager, Account::Role);
        role.not_null().default("customer");
        // One column a statement: SQLite takes no more.
        for column in [role, long_text(manager, Account::DisabledWhy)] {
            let add = Table::alter().table(Account::Table).add_column(column).to_owned();
            manager.alter_table(add).await?;
        }
        let admins = Query::update()
            .table(Account::Table)
            .value(Account::Role, "admin")
            .and_where(Expr::col(Account::IsAdmin).eq(true))
            .to_owned();
        manager.execute(admins).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [Account::DisabledWhy, Account::Role] {
            let drop = Table::alter().table(Account::Table).drop_column(column).to_owned();
            manager.alter_table(drop).await?;
        }
        Ok(())
    }
}
