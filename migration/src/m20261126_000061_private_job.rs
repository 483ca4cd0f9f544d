//! Adds `job.private`: what such a job carries is wiped when it ends.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Job {
    Table,
    Private,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let private = ColumnDef::new(Job::Private).boolean().not_null().default(false).to_owned();
        let add = Table::alter().table(Job::Table).add_column(private).to_owned();
        manager.alter_table(add).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = Table::alter().table(Job::Table).drop_column(Job::Private).to_owned();
        manager.alter_table(drop).await
    }
}
