//! Numbers what is taken in, so that other processes find what is new to them: `log_head` counts,
//! `matches` remember.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum LogHead {
    Table,
    Turn,
    Leagues,
}

#[derive(DeriveIden)]
enum Matches {
    Table,
    Turn,
    AsOf,
}

const BY_TURN: &str = "matches_turn";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number = |column: &mut ColumnDef| column.big_integer().not_null().default(0).to_owned();
        // SQLite adds one column a statement.
        for statement in [
            Table::alter()
                .table(LogHead::Table)
                .add_column(number(&mut ColumnDef::new(LogHead::Turn)))
                .to_owned(),
            Table::alter()
                .table(LogHead::Table)
                .add_column(number(&mut ColumnDef::new(LogHead::Leagues)))
                .to_owned(),
            Table::alter()
                .table(Matches::Table)
                .add_column(number(&mut ColumnDef::new(Matches::Turn)))
                .to_owned(),
            Table::alter()
                .table(Matches::Table)
                .add_column(number(&mut ColumnDef::new(Matches::AsOf)))
                .to_owned(),
        ] {
            manager.alter_table(statement).await?;
        }
        let index =
            Index::create().name(BY_TURN).table(Matches::Table).col(Matches::Turn).to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(BY_TURN).table(Matches::Table).to_owned()).await?;
        for statement in [
            Table::alter().table(Matches::Table).drop_column(Matches::AsOf).to_owned(),
            Table::alter().table(Matches::Table).drop_column(Matches::Turn).to_owned(),
            Table::alter().table(LogHead::Table).drop_column(LogHead::Leagues).to_owned(),
            Table::alter().table(LogHead::Table).drop_column(LogHead::Turn).to_owned(),
        ] {
            manager.alter_table(statement).await?;
        }
        Ok(())
    }
}
