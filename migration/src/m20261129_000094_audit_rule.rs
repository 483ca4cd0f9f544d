//! Makes the database refuse to change rows of `audit`. They may still be deleted: that is how old
//! ones are pruned.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SAID: &str = "rows of audit are never changed";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        match manager.get_database_backend() {
            DbBackend::Postgres => {
                let function = format!(
                    "create or replace function audit_is_kept() returns trigger language plpgsql as \
                     $$ begin raise exception '{SAID}'; end $$"
                );
                database.execute_unprepared(&function).await?;
                let trigger = "create trigger audit_is_kept before update on audit \
                               for each row execute procedure audit_is_kept()";
                database.execute_unprepared(trigger).await?;
            }
            DbBackend::MySql => {
                let trigger = format!(
                    "create trigger audit_is_kept before update on audit for each row \
                     signal sqlstate '45000' set message_text = '{SAID}'"
                );
                match database.execute_unprepared(&trigger).await {
                    Ok(_) => {}
                    // Where a server writes a binary log, triggers are for its administrator alone.
                    Err(error) if error.to_string().contains("1419") => {}
                    Err(error) => return Err(error),
                }
            }
            _ => {
                let trigger = format!(
                    "create trigger audit_is_kept before update on audit \
                     begin select raise(abort, '{SAID}'); end"
                );
                database.execute_unprepared(&trigger).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            database.execute_unprepared("drop trigger if exists audit_is_kept on audit").await?;
            database.execute_unprepared("drop function if exists audit_is_kept()").await?;
        } else {
            database.execute_unprepared("drop trigger if exists audit_is_kept").await?;
        }
        Ok(())
    }
}
