//! Whether the database itself refuses to change rows of the log.

use crate::store::Database;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

/// What is said where it does not, with the mend.
pub const UNPROTECTED: &str = "audit log is not write-protected by the database: the trigger \
    audit_is_kept is not there, as a MySQL or MariaDB with a binary log lets only its administrator \
    make triggers; have the administrator run the line that server/deploy/README.md gives";

/// Whether the rule is in force: a trigger that the migrations make wherever they may.
pub async fn is_write_protected(database: &Database) -> Result<bool, DbErr> {
    let backend = database.pool().get_database_backend();
    let sql = match backend {
        DbBackend::MySql => {
            "select 1 from information_schema.triggers where trigger_schema = database() \
             and event_object_table = 'audit' and trigger_name = 'audit_is_kept'"
        }
        DbBackend::Postgres => {
            "select 1 from pg_trigger where tgrelid = 'audit'::regclass \
             and tgname = 'audit_is_kept' and tgenabled <> 'D'"
        }
        _ => {
            "select 1 from sqlite_master where type = 'trigger' and tbl_name = 'audit' \
             and name = 'audit_is_kept'"
        }
    };
    let found = database.pool().query_one_raw(Statement::from_string(backend, sql)).await?;
    Ok(found.is_some())
}
