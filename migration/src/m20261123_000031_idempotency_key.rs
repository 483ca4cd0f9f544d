//! Makes `idempotency_key`.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum IdempotencyKey {
    Table,
    Id,
    RequestHash,
    Status,
    Body,
    CreatedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(IdempotencyKey::Table)
                    .col(word(manager, IdempotencyKey::Id).not_null().primary_key())
                    .col(word(manager, IdempotencyKey::RequestHash).not_null())
                    .col(ColumnDef::new(IdempotencyKey::Status).integer())
                    .col(ColumnDef::new(IdempotencyKey::Body).text())
                    .col(ColumnDef::new(IdempotencyKey::CreatedAt).big_integer().not_null())
                    .to_owned(),
            )
            .await?;
        let by_age = Index::create()
            .name("idempotency_key_created")
            .table(IdempotencyKey::Table)
            .col(IdempotencyKey::CreatedAt)
            .to_owned();
        manager.create_index(by_age).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(IdempotencyKey::Table).to_owned()).await
    }
}
