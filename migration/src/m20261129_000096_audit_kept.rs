//! Makes the database keep rows of `audit`: those that are not old enough are not deleted, and none
//! takes the place of another. The rule before this one is that none is changed.
//!
//! A primary key that is taken is refused by PostgreSQL itself, and MySQL's `replace` deletes first.
//! Nothing catches MySQL's `truncate`: that is a matter of who has the right `DROP`.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// How long a row is held, in milliseconds: the 400 days of the log less one, so that no clock that
/// is a little ahead has its pruning refused.
const HELD: i64 = 399 * 24 * 60 * 60 * 1_000;

const KEPT: &str = "rows of audit are kept for 399 days";
const REPLACED: &str = "rows of audit are never replaced";

/// The statements that make the rule.
fn rule(backend: DbBackend) -> Vec<String> {
    match backend {
        DbBackend::Postgres => vec![
            "create or replace function audit_is_held() returns trigger language plpgsql as \
             $$ begin raise exception '%', tg_argv[0]; end $$"
                .to_owned(),
            format!(
                "create trigger audit_is_held before delete on audit for each row \
                 when (old.at > extract(epoch from clock_timestamp()) * 1000 - {HELD}) \
                 execute procedure audit_is_held('{KEPT}')"
            ),
            format!(
                "create trigger audit_is_not_emptied before truncate on audit for each statement \
                 execute procedure audit_is_held('{KEPT}')"
            ),
        ],
        // A session sets the time of `now()` as it likes, but not that of `sysdate()`.
        DbBackend::MySql => vec![format!(
            "create trigger audit_is_held before delete on audit for each row \
             if old.at > unix_timestamp(sysdate()) * 1000 - {HELD} then \
             signal sqlstate '45000' set message_text = '{KEPT}'; end if"
        )],
        _ => vec![
            format!(
                "create trigger audit_is_held before delete on audit \
                 when old.at > strftime('%s', 'now') * 1000 - {HELD} \
                 begin select raise(abort, '{KEPT}'); end"
            ),
            // `replace` fires no trigger for what it deletes. Where SQLite is to find a new id, that
            // is -1 before the insert.
            format!(
                "create trigger audit_is_not_replaced before insert on audit \
                 when new.id <> -1 and exists (select 1 from audit where id = new.id) \
                 begin select raise(abort, '{REPLACED}'); end"
            ),
        ],
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        for statement in rule(backend) {
            match manager.get_connection().execute_unprepared(&statement).await {
                Ok(_) => {}
                // Where a server writes a binary log, triggers are for its administrator alone.
                Err(error) if backend == DbBackend::MySql && error.to_string().contains("1419") => {
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements: &[&str] = match manager.get_database_backend() {
            DbBackend::Postgres => &[
                "drop trigger if exists audit_is_not_emptied on audit",
                "drop trigger if exists audit_is_held on audit",
                "drop function if exists audit_is_held()",
            ],
            DbBackend::MySql => &["drop trigger if exists audit_is_held"],
            _ => &[
                "drop trigger if exists audit_is_not_replaced",
                "drop trigger if exists audit_is_held",
            ],
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
