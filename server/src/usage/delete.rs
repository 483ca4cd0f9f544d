//! Forgetting what accounts used once they are no more.

use super::{
    refusals,
    retention::HOUR,
    store::{HOURS, MINUTES},
};
use crate::store::Database;
use entity::model::Instant;
use sea_orm::{ConnectionTrait, DbErr};

/// How far back a node may still write what it counted, after having been cut off.
const LATE: i64 = 3 * HOUR;

/// Forget what an account used, within the transaction that removes it.
pub async fn delete<C: ConnectionTrait>(db: &C, account: i64) -> Result<(), DbErr> {
    for table in [MINUTES, HOURS] {
        let forget = format!("delete from {table} where account_id = {account}");
        db.execute_unprepared(&forget).await?;
    }
    refusals::delete(db, account).await
}

/// Forget what nodes counted for accounts that were removed meanwhile. Returns how many rows that
/// were.
pub async fn delete_late(database: &Database, now: Instant) -> Result<u64, DbErr> {
    let since = now.timestamp_millis() - LATE;
    let forget = format!(
        "delete from {MINUTES} where since >= {since} and account_id <> 0 \
         and account_id not in (select id from account)"
    );
    let late = database.pool().execute_unprepared(&forget).await?.rows_affected();
    let forget = format!(
        "delete from key_refusal where since >= {since} and account_id not in (select id from account)"
    );
    Ok(late + database.pool().execute_unprepared(&forget).await?.rows_affected())
}
