//! Makes `account_token`, `recovery_code` and `known_address`.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Account {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum AccountToken {
    Table,
    Hash,
    AccountId,
    Kind,
    Detail,
    CreatedAt,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum RecoveryCode {
    Table,
    Hash,
    AccountId,
    UsedAt,
}

#[derive(DeriveIden)]
enum KnownAddress {
    Table,
    Hash,
    AccountId,
    SeenAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut token = Table::create();
        token
            .table(AccountToken::Table)
            .col(word(manager, AccountToken::Hash).not_null().primary_key())
            .col(ColumnDef::new(AccountToken::AccountId).big_integer().not_null())
            .col(word(manager, AccountToken::Kind).not_null())
            .col(ColumnDef::new(AccountToken::Detail).text())
            .col(ColumnDef::new(AccountToken::CreatedAt).big_integer().not_null())
            .col(ColumnDef::new(AccountToken::ExpiresAt).big_integer().not_null());
        let mut code = Table::create();
        code.table(RecoveryCode::Table)
            .col(word(manager, RecoveryCode::Hash).not_null().primary_key())
            .col(ColumnDef::new(RecoveryCode::AccountId).big_integer().not_null())
            .col(ColumnDef::new(RecoveryCode::UsedAt).big_integer());
        let mut address = Table::create();
        address
            .table(KnownAddress::Table)
            .col(word(manager, KnownAddress::Hash).not_null().primary_key())
            .col(ColumnDef::new(KnownAddress::AccountId).big_integer().not_null())
            .col(ColumnDef::new(KnownAddress::SeenAt).big_integer().not_null());
        let owned = [
            ("account_token", token, AccountToken::Table.into_iden()),
            ("recovery_code", code, RecoveryCode::Table.into_iden()),
            ("known_address", address, KnownAddress::Table.into_iden()),
        ];
        for (name, mut table, iden) in owned {
            let owner = AccountToken::AccountId;
            table.foreign_key(
                ForeignKey::create()
                    .name(format!("{name}_owner"))
                    .from(iden.clone(), owner.into_iden())
                    .to(Account::Table, Account::Id)
                    .on_delete(ForeignKeyAction::Cascade),
            );
            manager.create_table(table).await?;
            let by_owner = Index::create()
                .name(format!("{name}_account"))
                .table(iden)
                .col(AccountToken::AccountId)
                .to_owned();
            manager.create_index(by_owner).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(KnownAddress::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(RecoveryCode::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(AccountToken::Table).to_owned()).await
    }
}
