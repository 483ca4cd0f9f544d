//! Usage at work: written every few seconds, asked for at any time.

use super::{
    Counters, Query, Recorder, Report, Row,
    gather::Group,
    query::{Bucket, Dimension},
    readers::Readers,
    recorder::Batch,
    refusals::{self, Counted, Refusals, Refused},
    report::{Numbers, RefusedRow, Sums},
    retention::Retention,
    store::{self, RowKey},
};
use crate::{clock::Clock, store::Database};
use chrono::SecondsFormat;
use entity::{
    model::Instant,
    table::{api_key, instant},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// How often what was counted is written: a crash loses no more than this.
pub const FLUSH_EVERY: Duration = Duration::from_secs(2);
/// Time given to the last write when the service stops.
const LAST_WRITE: Duration = Duration::from_secs(5);
/// Lines one report may have.
const MAX_ROWS: usize = 10_000;
/// The endpoint sockets and streams are counted under, and its status.
const SOCKET: (&str, i64) = ("/app/{key}", 101);

/// The counters and the tables behind them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Usage(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    recorder: Recorder,
    refusals: Refusals,
    pub(super) database: Database,
    clock: Clock,
    /// Everything before this is written, in milliseconds since 1970.
    flushed: AtomicI64,
    readers: Readers,
}

/// A report cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// It would be too long.
    #[error("this has more than {MAX_ROWS} lines; ask for a shorter time or a longer bucket")]
    TooLong,
    /// What the database summed up cannot be decoded.
    #[error("a sum of usage has too few columns")]
    Decode,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Usage {
    /// Count into `database` by `clock`.
    pub fn new(database: Database, clock: Clock) -> Self {
        let flushed = AtomicI64::new(clock.now().timestamp_millis());
        let (recorder, refusals) = (Recorder::new(clock), Refusals::new(clock));
        let readers = Readers::default();
        Self(Arc::new(Inner { recorder, refusals, database, clock, flushed, readers }))
    }

    /// Where to count.
    pub fn recorder(&self) -> &Recorder {
        &self.0.recorder
    }

    /// Where refusals of keys are counted.
    pub fn refusals(&self) -> &Refusals {
        &self.0.refusals
    }

    /// Write what is counted every few seconds, until the service stops.
    pub async fn run(self, stop: CancellationToken) {
        let mut flush = tokio::time::interval(FLUSH_EVERY);
        flush.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        // Only waiting is cut short by the stop, never a write.
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = flush.tick() => {}
            }
            if let Err(error) = self.flush().await {
                tracing::warn!(%error, "usage not written; kept and tried again");
            }
        }
    }

    /// Write what is left, when nobody counts any more.
    pub async fn drain(&self) {
        match tokio::time::timeout(LAST_WRITE, self.flush()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!(%error, "the last seconds of usage are lost"),
            Err(_) => tracing::error!("the last seconds of usage are lost: the database hangs"),
        }
    }

    /// Write what was counted; how many rows it touched. On failure it is all kept for next time.
    pub async fn flush(&self) -> Result<usize, DbErr> {
        let began = self.0.clock.now().timestamp_millis();
        let (batch, refused) = (self.0.recorder.take(), self.0.refusals.take());
        match self.write(&batch, &refused).await {
            Ok(rows) => {
                self.0.flushed.fetch_max(began, Relaxed);
                Ok(rows)
            }
            Err(error) => {
                self.0.recorder.restore(batch);
                self.0.refusals.restore(refused);
                Err(error)
            }
        }
    }

    async fn write(&self, batch: &Batch, refused: &Counted) -> Result<usize, DbErr> {
        if batch.calls.is_empty() && batch.sockets.is_empty() && refused.is_empty() {
            return Ok(0);
        }
        let owners = self.owners(batch).await?;
        let mut rows: BTreeMap<RowKey, Counters> = BTreeMap::new();
        for (cell, tally) in &batch.calls {
            let place = RowKey {
                account: cell.account,
                since: cell.since,
                key: cell.key,
                endpoint: self.0.recorder.name(cell.endpoint).to_string(),
                status: i64::from(cell.status),
            };
            rows.entry(place).or_default().add(tally);
        }
        for ((since, tag), tally) in &batch.sockets {
            let (account, key) = owners.get(tag.as_ref()).copied().unwrap_or_default();
            let (endpoint, status) = (SOCKET.0.to_owned(), SOCKET.1);
            let place = RowKey { account, since: *since, key, endpoint, status };
            rows.entry(place).or_default().add(tally);
        }
        let count = rows.len();
        let kept = Retention::at(self.0.clock.now().timestamp_millis()).minutes_kept;
        let (minutes, hours): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|(place, _)| place.since >= kept);
        let mut late: BTreeMap<RowKey, Counters> = BTreeMap::new();
        for (place, tally) in hours {
            let since = place.since - place.since.rem_euclid(super::retention::HOUR);
            late.entry(RowKey { since, ..place }).or_default().add(&tally);
        }
        let transaction = self.0.database.begin().await?;
        store::add(&transaction, store::MINUTES, minutes).await?;
        store::add(&transaction, store::HOURS, late.into_iter().collect()).await?;
        refusals::write(&transaction, refused).await?;
        transaction.commit().await?;
        Ok(count)
    }

    /// Account and key of the public ids that sockets were opened with.
    async fn owners(&self, batch: &Batch) -> Result<HashMap<String, (i64, i64)>, DbErr> {
        let tags: std::collections::BTreeSet<&str> =
            batch.sockets.keys().map(|(_, tag)| tag.as_ref()).collect();
        if tags.is_empty() {
            return Ok(HashMap::new());
        }
        let keys: Vec<(String, i64, i64)> = api_key::Entity::find()
            .select_only()
            .column(api_key::Column::PublicId)
            .column(api_key::Column::AccountId)
            .column(api_key::Column::Id)
            .filter(api_key::Column::PublicId.is_in(tags))
            .into_tuple()
            .all(self.0.database.pool())
            .await?;
        Ok(keys.into_iter().map(|(tag, account, key)| (tag, (account, key))).collect())
    }

    /// What one account used. Nothing of any other account can be asked for.
    pub async fn report(&self, account: i64, query: &Query) -> Result<Report, ReportError> {
        self.0.readers.turn(account, self.lines(account, query, Some(MAX_ROWS))).await
    }

    /// All that is kept of what one account used, by hour, key, endpoint and status; however long.
    pub async fn everything(&self, account: i64) -> Result<Report, ReportError> {
        self.flush().await?;
        let now = self.0.clock.now();
        let kept = instant(Retention::at(now.timestamp_millis()).hours_kept);
        let query = Query::between(kept, now).by(&Dimension::ALL, Some(Bucket::Hour));
        self.0.readers.turn(account, self.lines(account, &query, None)).await
    }

    async fn lines(
        &self,
        account: i64,
        query: &Query,
        most: Option<usize>,
    ) -> Result<Report, ReportError> {
        let now = self.0.clock.now().timestamp_millis();
        let edges = Retention::at(now);
        let (from, to) = query.range(edges);
        let mut groups: BTreeMap<Group, Sums> = BTreeMap::new();
        for (table, from, to) in [
            (store::HOURS, from, to.min(edges.minutes)),
            (store::MINUTES, from.max(edges.minutes), to),
        ] {
            if from < to {
                self.gather(table, account, query, (from, to), most, &mut groups).await?;
            }
        }
        if most.is_some_and(|most| groups.len() > most) {
            return Err(ReportError::TooLong);
        }
        let names = self.names(account, query).await?;
        let refused = self.refused(account, query, (from, to)).await?;
        let mut all = Sums::default();
        let mut data = Vec::with_capacity(groups.len());
        for (group, sums) in groups {
            all.add(&sums);
            let (key_id, key_name) = group
                .key
                .map(|key| {
                    names.get(&key).cloned().unwrap_or_else(|| (key.to_string(), String::new()))
                })
                .unzip();
            data.push(Row {
                at: group.at.map(text),
                key_id,
                key_name,
                endpoint: group.endpoint,
                status: group.status.and_then(|status| u16::try_from(status).ok()),
                numbers: Numbers::of(&sums),
            });
        }
        // Other nodes write as often as this one does.
        let everywhere = i64::try_from(FLUSH_EVERY.as_millis()).unwrap_or(0);
        Ok(Report {
            from: text(from),
            to: text(to),
            counted_until: text(self.0.flushed.load(Relaxed).min(now - everywhere)),
            total: Numbers::of(&all),
            data,
            next_cursor: None,
            refused,
        })
    }

    /// How often keys of the account were refused within a report's time.
    async fn refused(
        &self,
        account: i64,
        query: &Query,
        time: (i64, i64),
    ) -> Result<Vec<RefusedRow>, DbErr> {
        let refused = refusals::list(self.0.database.pool(), account, time, query.key).await?;
        if refused.is_empty() {
            return Ok(Vec::new());
        }
        let names =
            self.names(account, &Query { by: vec![Dimension::Key], ..query.clone() }).await?;
        let row = |refused: Refused| {
            let (key_id, key_name) = names
                .get(&refused.key)
                .cloned()
                .unwrap_or_else(|| (refused.key.to_string(), String::new()));
            RefusedRow {
                code: refused.code,
                key_id,
                key_name,
                count: refused.count,
                last_at: text(refused.last_at.timestamp_millis()),
                last_from: refused.last_from,
            }
        };
        Ok(refused.into_iter().map(row).collect())
    }

    /// The public ids of the account's keys, and what it calls them.
    async fn names(
        &self,
        account: i64,
        query: &Query,
    ) -> Result<HashMap<i64, (String, String)>, DbErr> {
        if !query.by.contains(&Dimension::Key) {
            return Ok(HashMap::new());
        }
        let keys: Vec<(i64, String, String)> = api_key::Entity::find()
            .select_only()
            .column(api_key::Column::Id)
            .column(api_key::Column::PublicId)
            .column(api_key::Column::Name)
            .filter(api_key::Column::AccountId.eq(account))
            .into_tuple()
            .all(self.0.database.pool())
            .await?;
        Ok(keys.into_iter().map(|(key, public_id, name)| (key, (public_id, name))).collect())
    }
}

/// Make hours of the minutes of a day ago, forget minutes older than that and hours older than 90
/// days. Running it twice, or on two nodes at once, does no harm. Returns how many rows were
/// forgotten.
pub async fn roll_up(database: &Database, now: Instant) -> Result<u64, DbErr> {
    let edges = Retention::at(now.timestamp_millis());
    let transaction = database.begin().await?;
    let minutes = store::roll_up(&transaction, edges.roll_until, edges.minutes_kept).await?;
    let hours = store::prune(&transaction, edges.hours_kept).await?;
    let refused = refusals::prune(&transaction, edges.refusals_kept).await?;
    transaction.commit().await?;
    Ok(minutes + hours + refused)
}

fn text(millis: i64) -> String {
    instant(millis).to_rfc3339_opts(SecondsFormat::Secs, true)
}
