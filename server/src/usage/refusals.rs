//! How often known keys were refused, by code: counted in memory, written with the rest of usage.
//!
//! A key that expired, that is switched off, or that is tried from where it may not be used never
//! reaches the counting of requests, and yet its owner wants to know: so it looks when a key leaks.

use super::retention::HOUR;
use crate::clock::Clock;
use entity::{
    model::Instant,
    table::{instant, key_refusal, millis},
};
use foldhash::HashMap;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Alias, Expr, OnConflict},
};
use std::{
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Kept while the database is away; there are as many as keys and codes.
const MAX_CELLS: usize = 20_000;
/// Rows a statement writes.
const CHUNK: usize = 100;
/// Rows read for one report.
const READ: u64 = 20_000;

/// Counts refusals. Cheap to clone; all clones count together.
#[derive(Clone, Debug)]
pub struct Refusals(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: Clock,
    counted: Mutex<Counted>,
}

/// Under which account, hour, key and code.
type CellKey = (i64, i64, i64, &'static str);
pub(super) type Counted = HashMap<CellKey, Seen>;

/// How often, and the last of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    times: i64,
    last_at: i64,
    last_from: IpAddr,
}

/// How often one key was refused for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The key's number.
    pub key: i64,
    /// The code of the problem.
    pub code: String,
    /// How often.
    pub count: u64,
    /// When for the last time.
    pub last_at: Instant,
    /// From which address then.
    pub last_from: String,
}

impl Refusals {
    /// Nothing counted yet.
    pub(super) fn new(clock: Clock) -> Self {
        Self(Arc::new(Inner { clock, counted: Mutex::default() }))
    }

    fn lock(&self) -> MutexGuard<'_, Counted> {
        self.0.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A key of an account was refused.
    pub fn note(&self, account: i64, key: i64, code: &'static str, from: IpAddr) {
        let at = millis(self.0.clock.now());
        let seen = Seen { times: 1, last_at: at, last_from: from };
        self.add((account, at - at.rem_euclid(HOUR), key, code), seen);
    }

    fn add(&self, place: CellKey, more: Seen) {
        let mut counted = self.lock();
        let full = counted.len() >= MAX_CELLS;
        match counted.get_mut(&place) {
            Some(seen) => {
                let times = seen.times.saturating_add(more.times);
                let last = if more.last_at >= seen.last_at { more } else { *seen };
                *seen = Seen { times, ..last };
            }
            None if full => {}
            None => {
                counted.insert(place, more);
            }
        }
    }

    pub(super) fn take(&self) -> Counted {
        std::mem::take(&mut *self.lock())
    }

    /// Count again what could not be written.
    pub(super) fn restore(&self, counted: Counted) {
        counted.into_iter().for_each(|(place, seen)| self.add(place, seen));
    }
}

/// Add what was counted to what is there, in order of key so that nodes do not deadlock.
pub(super) async fn write(db: &impl ConnectionTrait, counted: &Counted) -> Result<(), DbErr> {
    use key_refusal::{ActiveModel, Column, Entity};
    let mut rows: Vec<_> = counted.iter().collect();
    rows.sort_by_key(|(place, _)| **place);
    let row = |((account, since, key, code), seen): &(&CellKey, &Seen)| ActiveModel {
        account_id: Set(*account),
        since: Set(*since),
        key_id: Set(*key),
        code: Set((*code).to_owned()),
        refused: Set(seen.times),
        last_at: Set(seen.last_at),
        last_from: Set(seen.last_from.to_string()),
    };
    for chunk in rows.chunks(CHUNK) {
        let key = [Column::AccountId, Column::Since, Column::KeyId, Column::Code];
        let mut conflict = OnConflict::columns(key);
        for (column, value) in additions(db.get_database_backend()) {
            conflict.value(Alias::new(column), Expr::cust(value));
        }
        Entity::insert_many(chunk.iter().map(row))
            .on_conflict(conflict)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// What becomes of a row that is there. The address comes before the time it is told by: MySQL sees
/// what it has set already.
fn additions(backend: DbBackend) -> [(&'static str, String); 3] {
    let mysql = backend == DbBackend::MySql;
    let old = if mysql { "" } else { "key_refusal." };
    let new = |column: &str| match mysql {
        true => format!("values({column})"),
        false => format!("excluded.{column}"),
    };
    let later = |column: &str| {
        let (at, value) = (new("last_at"), new(column));
        format!("case when {at} >= {old}last_at then {value} else {old}{column} end")
    };
    [
        ("refused", format!("{old}refused + {}", new("refused"))),
        ("last_from", later("last_from")),
        ("last_at", later("last_at")),
    ]
}

/// The refusals of an account between two instants, most frequent first. Hours are counted whole.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    account: i64,
    (from, to): (i64, i64),
    key: Option<i64>,
) -> Result<Vec<Refused>, DbErr> {
    use key_refusal::{Column, Entity};
    let mut select = Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Since.gte(from - from.rem_euclid(HOUR)))
        .filter(Column::Since.lt(to));
    if let Some(key) = key {
        select = select.filter(Column::KeyId.eq(key));
    }
    let rows = select.order_by_desc(Column::Since).limit(READ).all(db).await?;
    let mut all: HashMap<(i64, String), Refused> = HashMap::default();
    for row in rows {
        // The newest comes first, and with it the last address.
        let refused = all.entry((row.key_id, row.code.clone())).or_insert_with(|| Refused {
            key: row.key_id,
            code: row.code,
            count: 0,
            last_at: instant(row.last_at),
            last_from: row.last_from,
        });
        refused.count += u64::try_from(row.refused).unwrap_or(0);
    }
    let mut all: Vec<Refused> = all.into_values().collect();
    all.sort_by(|a, b| (b.count, &a.code, a.key).cmp(&(a.count, &b.code, b.key)));
    Ok(all)
}

/// Forget the refusals of an account that is removed.
pub(super) async fn delete(db: &impl ConnectionTrait, account: i64) -> Result<(), DbErr> {
    use key_refusal::{Column, Entity};
    Entity::delete_many().filter(Column::AccountId.eq(account)).exec(db).await.map(drop)
}

/// Forget hours before `kept`.
pub(super) async fn prune(db: &impl ConnectionTrait, kept: i64) -> Result<u64, DbErr> {
    use key_refusal::{Column, Entity};
    let gone = Entity::delete_many().filter(Column::Since.lt(kept)).exec(db).await?;
    Ok(gone.rows_affected)
}
