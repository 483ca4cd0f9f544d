//! Whether the database itself refuses to change rows of the log, and to delete young ones.

use crate::store::Database;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

/// What is said where it does not, with the mend.
pub const UNPROTECTED: &str = "audit log is not write-protected by the database: a trigger that \
    keeps it is not there, as a MySQL or MariaDB with a binary log lets only its administrator \
    make triggers; have the administrator run the lines that server/deploy/README.md gives";

/// Whether the rule is in force: triggers that the migrations make wherever they may.
pub async fn is_write_protected(database: &Database) -> Result<bool, DbErr> {
    let backend = database.pool().get_database_backend();
    let (triggers, sql) = match backend {
        DbBackend::MySql => (
            2,
            "select 1 from information_schema.triggers where trigger_schema = database() \
             and event_object_table = 'audit' \
             and trigger_name in ('audit_is_kept', 'audit_is_held')",
        ),
        DbBackend::Postgres => (
            3,
            "select 1 from pg_trigger where tgrelid = 'audit'::regclass \
             and tgname in ('audit_is_kept', 'audit_is_held', 'audit_is_not_emptied') \
             and tgenabled in ('O', 'A')",
        ),
        _ => (
            3,
            "select 1 from sqlite_master where type = 'trigger' and tbl_name = 'audit' \
             and name in ('audit_is_kept', 'audit_is_held', 'audit_is_not_replaced')",
        ),
    };
    let found = database.pool().query_all_raw(Statement::from_string(backend, sql)).await?;
    Ok(found.len() == triggers)
}
