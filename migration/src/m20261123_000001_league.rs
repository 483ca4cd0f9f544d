//! Makes `league`.

use crate::column::word;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum League {
    Table,
    Id,
    Sport,
    UpstreamId,
    Slug,
    Name,
    Country,
    Season,
    Logo,
    Flag,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(League::Table)
                    .col(
                        ColumnDef::new(League::Id)
                            .big_integer()
                            .not_null()
                            .auto_increment()
                            .primary_key(),
                    )
                    .col(word(manager, League::Sport).not_null())
                    .col(word(manager, League::UpstreamId).not_null())
                    .col(word(manager, League::Slug).not_null())
                    .col(ColumnDef::new(League::Name).text().not_null())
                    .col(ColumnDef::new(League::Country).text())
                    .col(ColumnDef::new(League::Season).text())
                    .col(ColumnDef::new(League::Logo).text())
                    .col(ColumnDef::new(League::Flag).text())
                    .to_owned(),
            )
            .await?;
        for (name, column) in
            [("league_upstream_id", League::UpstreamId), ("league_slug", League::Slug)]
        {
            manager
                .create_index(
                    Index::create()
                        .name(name)
                        .table(League::Table)
                        .col(League::Sport)
                        .col(column)
                        .unique()
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(League::Table).to_owned()).await
    }
}
