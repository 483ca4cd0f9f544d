//! Making changes of keys hold everywhere: each node reads what changed lately, once a second, and
//! closes the sockets and streams that are no longer allowed, or whose key is gone. It needs nothing
//! but the database.

use super::{Keys, service::wall, verify::Record};
use entity::{
    model::{Instant, Scope},
    table::{api_key, instant, user},
};
use live::CloseCode;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// How often changes are read.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// Every so many rounds all keys with something open are looked at, whatever was read of changes.
const ROUNDS_PER_SWEEP: u64 = 15;
/// Milliseconds by which the clocks of two nodes may differ, and a commit may be late.
const MAX_SKEW_MILLIS: i64 = 120_000;
/// Keys looked at in one query.
const BATCH_SIZE: usize = 500;
/// Milliseconds after which a key with nothing open is no longer watched.
const ARRIVING: i64 = 30_000;

/// Under which rules sockets and streams of a key were let in.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AccessTerms {
    addresses: Option<String>,
    origins: Option<String>,
    /// The tokens that were good.
    tokens: Vec<String>,
}

#[derive(Clone, Debug)]
struct OpenKey {
    id: i64,
    terms: AccessTerms,
    /// When it must be looked at by itself: it expires, or an old token does.
    due: Option<Instant>,
    since: i64,
}

/// Keys that have sockets or streams open here, by public id.
#[derive(Debug, Default)]
pub(super) struct OpenConnections(Mutex<HashMap<String, OpenKey>>);

impl AccessTerms {
    fn of(record: &Record, now: Instant) -> Self {
        let row = &record.row;
        let old = record.grace(now).and_then(|_| row.old_token_hash.clone());
        Self {
            addresses: row.addresses.clone(),
            origins: row.origins.clone(),
            tokens: old.into_iter().chain([row.token_hash.clone()]).collect(),
        }
    }

    /// Whether who was let in under these would be let in under `now` for the same reasons.
    fn hold_under(&self, now: &AccessTerms) -> bool {
        self.addresses == now.addresses
            && self.origins == now.origins
            && self.tokens.iter().all(|token| now.tokens.contains(token))
    }
}

impl OpenConnections {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, OpenKey>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something of this key is opened.
    pub(super) fn add(&self, record: &Record, now: Instant) {
        let expires = record.row.expires_at.map(instant);
        let due = [expires, record.grace(now)].into_iter().flatten().min();
        let terms = AccessTerms::of(record, now);
        let open = OpenKey { id: record.row.id, terms, due, since: wall() };
        self.lock()
            .entry(record.row.public_id.clone())
            .and_modify(|known| {
                // Its terms stay: something may be open that was let in under them.
                known.since = open.since;
                known.due = [known.due, open.due].into_iter().flatten().min();
            })
            .or_insert(open);
    }

    /// The public ids of these keys.
    fn names(&self, ids: &HashSet<i64>) -> Vec<String> {
        let open = self.lock();
        let found = open.iter().filter(|(_, open)| ids.contains(&open.id));
        found.map(|(name, _)| name.clone()).collect()
    }

    fn ids(&self, which: impl Fn(&OpenKey) -> bool) -> Vec<i64> {
        self.lock().values().filter(|open| which(open)).map(|open| open.id).collect()
    }
}

impl Keys {
    /// Close what this key no longer allows.
    pub(super) fn enforce(&self, record: &Record) {
        let (now, id) = (self.now(), record.row.public_id.as_str());
        let refusal = match record.usable(now) {
            Err(refusal) => Some(refusal.to_string()),
            Ok(()) if !record.scopes.contains(&Scope::StreamConnect) => {
                Some("This key may no longer open sockets and streams.".to_owned())
            }
            Ok(()) => None,
        };
        if let Some(reason) = refusal {
            // Looked at again in the next round: something let in a moment ago may be about to open.
            if let Some(open) = self.watched.lock().get_mut(id) {
                open.due = Some(now);
            }
            return self.hub.close_tag(id, CloseCode::Unauthorized, &reason);
        }
        let terms = AccessTerms::of(record, now);
        let mut watched = self.watched.lock();
        let Some(open) = watched.get_mut(id) else { return };
        if open.terms.hold_under(&terms) {
            open.terms = terms;
            let expires = record.row.expires_at.map(instant);
            open.due = [expires, record.grace(now)].into_iter().flatten().min();
            return;
        }
        watched.remove(id);
        drop(watched);
        // At once: they are looked at anew.
        let why = "The rules of this key changed; come back.";
        self.hub.close_tag(id, CloseCode::Reconnect, why);
    }

    /// Watch until told to stop, and write what is left to write.
    pub async fn run(self, stop: CancellationToken) {
        tokio::join!(self.keep_watching(&stop), self.keep_writing(&stop));
    }

    async fn keep_watching(&self, stop: &CancellationToken) {
        let mut changes = Changes { read_at: wall(), seen: HashMap::new() };
        let mut well = true;
        for round in 1_u64.. {
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(POLL_INTERVAL) => {}
            }
            match self.round(round, &mut changes).await {
                Ok(()) => well = true,
                Err(error) if well => {
                    well = false;
                    tracing::error!(%error, "changed keys unreadable; tried every second");
                }
                Err(_) => {}
            }
        }
    }

    async fn round(&self, round: u64, changes: &mut Changes) -> Result<(), DbErr> {
        let (began, changed) = changes.read(self).await?;
        for row in &changed {
            self.records.invalidate(&row.public_id).await;
            self.unknown.invalidate(&row.public_id);
        }
        let seen = changed.iter().map(|row| (row.id, row.changed_at)).collect();
        self.look_at(changed).await?;
        changes.done(began, seen);
        self.look_for_gone().await?;
        let now = self.now();
        let due = self.watched.ids(|open| open.due.is_some_and(|due| due <= now));
        self.look_at_ids(&due).await?;
        if round.is_multiple_of(ROUNDS_PER_SWEEP) {
            let before = wall() - ARRIVING;
            let hub = &self.hub;
            self.watched.lock().retain(|id, open| open.since > before || hub.sockets_of(id) > 0);
            self.look_at_ids(&self.watched.ids(|_| true)).await?;
        }
        Ok(())
    }

    /// A row that was removed cannot say that it changed. Who is gone stays watched for a while, as
    /// something let in a moment ago may be about to open.
    async fn look_for_gone(&self) -> Result<(), DbErr> {
        let mut gone: HashSet<i64> = self.watched.ids(|_| true).into_iter().collect();
        let ids: Vec<i64> = gone.iter().copied().collect();
        for some in ids.chunks(BATCH_SIZE) {
            let there: Vec<i64> = api_key::Entity::find()
                .select_only()
                .column(api_key::Column::Id)
                .filter(api_key::Column::Id.is_in(some.iter().copied()))
                .into_tuple()
                .all(self.database.pool())
                .await?;
            for id in there {
                gone.remove(&id);
            }
        }
        self.gone(&self.watched.names(&gone)).await;
        Ok(())
    }

    async fn look_at_ids(&self, ids: &[i64]) -> Result<(), DbErr> {
        for some in ids.chunks(BATCH_SIZE) {
            let rows = api_key::Entity::find()
                .filter(api_key::Column::Id.is_in(some.iter().copied()))
                .all(self.database.pool())
                .await?;
            self.look_at(rows).await?;
        }
        Ok(())
    }

    async fn look_at(&self, rows: Vec<api_key::Model>) -> Result<(), DbErr> {
        if rows.is_empty() {
            return Ok(());
        }
        let owners: Vec<i64> = rows.iter().map(|row| row.account_id).collect();
        let mut accounts = HashMap::new();
        for some in owners.chunks(BATCH_SIZE) {
            let found = user::Entity::find()
                .filter(user::Column::Id.is_in(some.iter().copied()))
                .all(self.database.pool())
                .await?;
            accounts.extend(found.into_iter().map(|account| (account.id, account)));
        }
        for row in rows {
            let account = accounts.get(&row.account_id).cloned();
            self.enforce(&Record::new(row, account));
        }
        Ok(())
    }
}

/// Which changes have been read.
struct Changes {
    /// When the last reading that succeeded began.
    read_at: i64,
    /// Changes within the time read again each round, by key.
    seen: HashMap<i64, i64>,
}

impl Changes {
    /// Rows that changed since they were last dealt with, and when this reading began.
    async fn read(&self, keys: &Keys) -> Result<(i64, Vec<api_key::Model>), DbErr> {
        let began = wall();
        let mut rows = api_key::Entity::find()
            .filter(api_key::Column::ChangedAt.gte(self.read_at - MAX_SKEW_MILLIS))
            .all(keys.database.pool())
            .await?;
        rows.retain(|row| self.seen.get(&row.id) != Some(&row.changed_at));
        Ok((began, rows))
    }

    /// What was read from `began` on has been dealt with.
    fn done(&mut self, began: i64, seen: Vec<(i64, i64)>) {
        self.seen.retain(|_, changed_at| *changed_at >= began - MAX_SKEW_MILLIS);
        self.seen.extend(seen);
        self.read_at = began;
    }
}
