//! Makes `session`.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Session {
    Table,
    IdHash,
    AccountId,
    Data,
    CreatedAt,
    SeenAt,
    ExpiresAt,
    Address,
    Agent,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let instant = |name: Session| ColumnDef::new(name).big_integer().not_null().to_owned();
        manager
            .create_table(
                Table::create()
                    .table(Session::Table)
                    .col(word(manager, Session::IdHash).not_null().primary_key())
                    .col(ColumnDef::new(Session::AccountId).big_integer())
                    .col(ColumnDef::new(Session::Data).text().not_null())
                    .col(instant(Session::CreatedAt))
                    .col(instant(Session::SeenAt))
                    .col(instant(Session::ExpiresAt))
                    .col(word(manager, Session::Address))
                    .col(word(manager, Session::Agent))
                    .to_owned(),
            )
            .await?;
        let index = |name: &str| Index::create().name(name).table(Session::Table).to_owned();
        for statement in [
            index("session_account").col(Session::AccountId).to_owned(),
            index("session_expires").col(Session::ExpiresAt).to_owned(),
        ] {
            manager.create_index(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Session::Table).to_owned()).await
    }
}
