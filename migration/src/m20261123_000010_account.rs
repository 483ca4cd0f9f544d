//! Makes `plan`, `account` and `api_key`, and the plans we begin with.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Plan {
    Table,
    Name,
    PerMinute,
    PerDay,
    Sockets,
    Channels,
}

#[derive(DeriveIden)]
enum Account {
    Table,
    Id,
    Email,
    PasswordHash,
    VerifiedAt,
    IsAdmin,
    Plan,
    TotpSeed,
    TotpUsedStep,
    CreatedAt,
    DisabledAt,
}

#[derive(DeriveIden)]
enum ApiKey {
    Table,
    Id,
    AccountId,
    PublicId,
    TokenHash,
    OldTokenHash,
    OldTokenUntil,
    Hint,
    Name,
    Scopes,
    Addresses,
    Origins,
    CreatedAt,
    ExpiresAt,
    LastUsedAt,
    DisabledAt,
    RevokedAt,
}

/// Name, requests a minute and a day, sockets, channels a socket.
const PLANS: [(&str, i64, Option<i64>, i64, i64); 4] = [
    ("anonymous", 30, None, 1_000, 100),
    ("free", 60, Some(1_000), 2, 20),
    ("pro", 600, Some(100_000), 50, 500),
    ("business", 6_000, Some(5_000_000), 1_000, 10_000),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number = |name: Plan| ColumnDef::new(name).big_integer().not_null().to_owned();
        manager
            .create_table(
                Table::create()
                    .table(Plan::Table)
                    .col(word(manager, Plan::Name).not_null().primary_key())
                    .col(number(Plan::PerMinute))
                    .col(ColumnDef::new(Plan::PerDay).big_integer())
                    .col(number(Plan::Sockets))
                    .col(number(Plan::Channels))
                    .to_owned(),
            )
            .await?;
        let mut insert = Query::insert();
        insert.into_table(Plan::Table).columns([
            Plan::Name,
            Plan::PerMinute,
            Plan::PerDay,
            Plan::Sockets,
            Plan::Channels,
        ]);
        for (name, minute, day, sockets, channels) in PLANS {
            insert.values_panic([
                name.into(),
                minute.into(),
                day.into(),
                sockets.into(),
                channels.into(),
            ]);
        }
        manager.execute(insert).await?;
        accounts(manager).await?;
        keys(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ApiKey::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Account::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Plan::Table).to_owned()).await
    }
}

async fn accounts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut id = ColumnDef::new(Account::Id);
    id.big_integer().not_null().auto_increment().primary_key();
    manager
        .create_table(
            Table::create()
                .table(Account::Table)
                .col(id)
                .col(word(manager, Account::Email).not_null().unique_key())
                .col(ColumnDef::new(Account::PasswordHash).text().not_null())
                .col(ColumnDef::new(Account::VerifiedAt).big_integer())
                .col(ColumnDef::new(Account::IsAdmin).boolean().not_null())
                .col(word(manager, Account::Plan).not_null())
                .col(ColumnDef::new(Account::TotpSeed).text())
                .col(ColumnDef::new(Account::TotpUsedStep).big_integer())
                .col(ColumnDef::new(Account::CreatedAt).big_integer().not_null())
                .col(ColumnDef::new(Account::DisabledAt).big_integer())
                .foreign_key(
                    ForeignKey::create()
                        .from(Account::Table, Account::Plan)
                        .to(Plan::Table, Plan::Name),
                )
                .to_owned(),
        )
        .await
}

async fn keys(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut id = ColumnDef::new(ApiKey::Id);
    id.big_integer().not_null().auto_increment().primary_key();
    manager
        .create_table(
            Table::create()
                .table(ApiKey::Table)
                .col(id)
                .col(ColumnDef::new(ApiKey::AccountId).big_integer().not_null())
                .col(word(manager, ApiKey::PublicId).not_null().unique_key())
                .col(word(manager, ApiKey::TokenHash).not_null())
                .col(word(manager, ApiKey::OldTokenHash))
                .col(ColumnDef::new(ApiKey::OldTokenUntil).big_integer())
                .col(word(manager, ApiKey::Hint).not_null())
                .col(ColumnDef::new(ApiKey::Name).text().not_null())
                .col(ColumnDef::new(ApiKey::Scopes).text().not_null())
                .col(ColumnDef::new(ApiKey::Addresses).text())
                .col(ColumnDef::new(ApiKey::Origins).text())
                .col(ColumnDef::new(ApiKey::CreatedAt).big_integer().not_null())
                .col(ColumnDef::new(ApiKey::ExpiresAt).big_integer())
                .col(ColumnDef::new(ApiKey::LastUsedAt).big_integer())
                .col(ColumnDef::new(ApiKey::DisabledAt).big_integer())
                .col(ColumnDef::new(ApiKey::RevokedAt).big_integer())
                .foreign_key(
                    ForeignKey::create()
                        .from(ApiKey::Table, ApiKey::AccountId)
                        .to(Account::Table, Account::Id)
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await?;
    let by_owner = Index::create()
        .name("api_key_account")
        .table(ApiKey::Table)
        .col(ApiKey::AccountId)
        .to_owned();
    manager.create_index(by_owner).await
}
