//! Adds to `api_key` what it was last used by, the calls on a replaced token, and when it changed.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum ApiKey {
    Table,
    LastUsedFrom,
    LastUsedAgent,
    OldTokenCalls,
    OldTokenUsedAt,
    ChangedAt,
}

const CHANGED: &str = "api_key_changed";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number = |name: ApiKey| ColumnDef::new(name).big_integer().to_owned();
        let columns = [
            word(manager, ApiKey::LastUsedFrom),
            word(manager, ApiKey::LastUsedAgent),
            number(ApiKey::OldTokenCalls).not_null().default(0).to_owned(),
            number(ApiKey::OldTokenUsedAt),
            number(ApiKey::ChangedAt).not_null().default(0).to_owned(),
        ];
        // SQLite adds one column a statement.
        for column in columns {
            let alter = Table::alter().table(ApiKey::Table).add_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        let changed =
            Index::create().name(CHANGED).table(ApiKey::Table).col(ApiKey::ChangedAt).to_owned();
        manager.create_index(changed).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name(CHANGED).table(ApiKey::Table).to_owned();
        manager.drop_index(index).await?;
        for column in [
            ApiKey::LastUsedFrom,
            ApiKey::LastUsedAgent,
            ApiKey::OldTokenCalls,
            ApiKey::OldTokenUsedAt,
            ApiKey::ChangedAt,
        ] {
            let alter = Table::alter().table(ApiKey::Table).drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
