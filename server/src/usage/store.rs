//! The statements, for SQLite, PostgreSQL and MySQL.

use super::{BUCKETS, Counters};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr,
    sea_query::{Alias, Expr, OnConflict, Query, SimpleExpr},
};

/// What tells one row from another.
pub(super) const KEY: [&str; 5] = ["account_id", "since", "key_id", "endpoint", "status"];
/// Rows a statement writes: the same number nearly always, so that its text is prepared once.
const CHUNK: usize = 100;

pub(super) const MINUTES: &str = "usage_minute";
pub(super) const HOURS: &str = "usage_hour";

/// One row to add.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowKey {
    pub(super) account: i64,
    pub(super) since: i64,
    pub(super) key: i64,
    pub(super) endpoint: String,
    pub(super) status: i64,
}

/// The columns that are added up, in the order of [`Counters::numbers`].
pub(super) fn sums() -> impl Iterator<Item = String> {
    let latencies = (0..BUCKETS).map(|i| format!("l{i:02}"));
    ["requests", "bytes", "socket_ms", "messages"].map(str::to_owned).into_iter().chain(latencies)
}

/// `sum(x)` as a whole number; the databases disagree about what a sum of integers is.
pub(super) fn sum(backend: DbBackend, what: &str) -> String {
    let kind = match backend {
        DbBackend::MySql => "signed",
        _ => "bigint",
    };
    format!("cast(coalesce(sum({what}), 0) as {kind})")
}

/// Add rows to what is there, in order of key so that nodes that write at once do not deadlock.
pub(super) async fn add<C: ConnectionTrait>(
    db: &C,
    table: &str,
    mut rows: Vec<(RowKey, Counters)>,
) -> Result<(), DbErr> {
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let backend = db.get_database_backend();
    let columns = || KEY.map(str::to_owned).into_iter().chain(sums()).map(Alias::new);
    for chunk in rows.chunks(CHUNK) {
        let mut insert = Query::insert();
        insert.into_table(Alias::new(table)).columns(columns());
        for (place, tally) in chunk {
            let RowKey { account, since, key, endpoint, status } = place;
            let key: [SimpleExpr; 5] = [
                (*account).into(),
                (*since).into(),
                (*key).into(),
                endpoint.as_str().into(),
                (*status).into(),
            ];
            insert.values_panic(key.into_iter().chain(tally.numbers().map(SimpleExpr::from)));
        }
        let mut conflict = OnConflict::columns(KEY.map(Alias::new));
        for column in sums() {
            let sum = match backend {
                DbBackend::MySql => format!("{column} + values({column})"),
                _ => format!("{table}.{column} + excluded.{column}"),
            };
            conflict.value(Alias::new(column), Expr::cust(sum));
        }
        insert.on_conflict(conflict);
        db.execute(&insert).await?;
    }
    Ok(())
}

/// Make the hours of all minutes before `until`, and forget minutes before `kept`.
pub(super) async fn roll_up<C: ConnectionTrait>(
    db: &C,
    until: i64,
    kept: i64,
) -> Result<u64, DbErr> {
    let backend = db.get_database_backend();
    let columns: Vec<String> = KEY.map(str::to_owned).into_iter().chain(sums()).collect();
    let added: Vec<String> = sums().map(|column| sum(backend, &column)).collect();
    let (conflict, set) = match backend {
        DbBackend::MySql => {
            let set: Vec<_> = sums().map(|column| format!("{column} = values({column})")).collect();
            ("on duplicate key update".to_owned(), set)
        }
        _ => {
            let set: Vec<_> =
                sums().map(|column| format!("{column} = excluded.{column}")).collect();
            (format!("on conflict ({}) do update set", KEY.join(", ")), set)
        }
    };
    let statement = format!(
        "insert into {HOURS} ({}) select account_id, since - since % 3600000, key_id, endpoint, \
         status, {} from {MINUTES} where since < {until} group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5 {conflict} {}",
        columns.join(", "),
        added.join(", "),
        set.join(", "),
    );
    db.execute_unprepared(&statement).await?;
    let forget = format!("delete from {MINUTES} where since < {kept}");
    Ok(db.execute_unprepared(&forget).await?.rows_affected())
}

/// Forget hours before `kept`.
pub(super) async fn prune<C: ConnectionTrait>(db: &C, kept: i64) -> Result<u64, DbErr> {
    let forget = format!("delete from {HOURS} where since < {kept}");
    Ok(db.execute_unprepared(&forget).await?.rows_affected())
}
