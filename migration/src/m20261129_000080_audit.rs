//! Makes `audit`.

use crate::column::{long_text, word};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Audit {
    Table,
    Id,
    At,
    Actor,
    AccountId,
    Action,
    Target,
    Address,
    Agent,
    RequestId,
    Result,
    Detail,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut id = ColumnDef::new(Audit::Id);
        id.big_integer().not_null().auto_increment().primary_key();
        manager
            .create_table(
                Table::create()
                    .table(Audit::Table)
                    .col(id)
                    .col(ColumnDef::new(Audit::At).big_integer().not_null())
                    .col(word(manager, Audit::Actor).not_null())
                    // No foreign key: what was done outlives whom it was done to.
                    .col(ColumnDef::new(Audit::AccountId).big_integer())
                    .col(word(manager, Audit::Action).not_null())
                    .col(word(manager, Audit::Target))
                    .col(word(manager, Audit::Address))
                    .col(word(manager, Audit::Agent))
                    .col(word(manager, Audit::RequestId))
                    .col(word(manager, Audit::Result).not_null())
                    .col(long_text(manager, Audit::Detail))
                    .to_owned(),
            )
            .await?;
        let index = |name: &str| Index::create().name(name).table(Audit::Table).to_owned();
        for statement in [
            index("audit_at").col(Audit::At).to_owned(),
            index("audit_account").col(Audit::AccountId).col(Audit::At).to_owned(),
            index("audit_action").col(Audit::Action).col(Audit::At).to_owned(),
        ] {
            manager.create_index(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Audit::Table).to_owned()).await
    }
}
