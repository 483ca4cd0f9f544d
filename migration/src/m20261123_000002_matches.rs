//! Makes `matches`.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Matches {
    Table,
    Id,
    Sport,
    UpstreamId,
    LeagueUpstreamId,
    StartsAt,
    Phase,
    Version,
    Seq,
    UpdatedAt,
    Doc,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Matches::Table)
                    .col(
                        ColumnDef::new(Matches::Id)
                            .big_integer()
                            .not_null()
                            .auto_increment()
                            .primary_key(),
                    )
                    .col(word(manager, Matches::Sport).not_null())
                    .col(word(manager, Matches::UpstreamId).not_null())
                    .col(word(manager, Matches::LeagueUpstreamId).not_null())
                    .col(ColumnDef::new(Matches::StartsAt).big_integer().not_null())
                    .col(word(manager, Matches::Phase).not_null())
                    .col(ColumnDef::new(Matches::Version).big_integer().not_null())
                    .col(ColumnDef::new(Matches::Seq).big_integer().not_null())
                    .col(ColumnDef::new(Matches::UpdatedAt).big_integer().not_null())
                    .col(ColumnDef::new(Matches::Doc).json_binary().not_null())
                    .to_owned(),
            )
            .await?;
        let index = |name: &str| Index::create().name(name).table(Matches::Table).to_owned();
        for statement in [
            index("matches_upstream_id")
                .col(Matches::Sport)
                .col(Matches::UpstreamId)
                .unique()
                .to_owned(),
            index("matches_starts_at").col(Matches::StartsAt).to_owned(),
            index("matches_league")
                .col(Matches::Sport)
                .col(Matches::LeagueUpstreamId)
                .col(Matches::StartsAt)
                .to_owned(),
            index("matches_updated_at").col(Matches::UpdatedAt).to_owned(),
        ] {
            manager.create_index(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Matches::Table).to_owned()).await
    }
}
