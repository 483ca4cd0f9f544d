//! What one process at a time does: taken, kept, lost, given back.
//!
//! A row of the database with a token that grows with every taking. A holder shows that it lives by
//! counting up; who wants the lease watches the count by a clock of its own, so the clocks of
//! processes are never compared. A holder that was too slow to notice its loss is stopped by
//! [`Lease::check`], in the very transaction that it would write in.
//!
//! On an SQLite file the signs of life are a lock on a file beside it, which ends with its process:
//! nothing is written while nothing happens, and who starts again after a crash waits for nobody.

use super::{Database, Topology};
use entity::table::lease as row;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use std::{
    fs::{File, TryLockError},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// A count that has stood still for so long is a dead holder's.
const HELD_FOR: Duration = Duration::from_secs(6);
/// How often a holder counts up.
const BEAT: Duration = Duration::from_secs(2);
/// How often one who wants the lease looks.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The lease cannot be taken, or this process may not write under it.
#[derive(Debug, thiserror::Error)]
pub enum LeaseError {
    /// This process had it, and another may have it now.
    #[error("another process polls now; what this one read is left to it")]
    Lost,
    /// The file beside the database cannot be locked.
    #[error("the lock beside the database cannot be taken: {0}")]
    Lock(#[from] std::io::Error),
    /// The database did not answer as it should.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The lease `poll`: who asks the upstreams. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Lease(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    database: Database,
    name: &'static str,
    /// This process, in this life of it.
    me: String,
    standing: Mutex<LeaseState>,
    /// Held for as long as the lease is, where the database is a file.
    lock: Mutex<Option<File>>,
}

/// How this process stands to the lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LeaseState {
    /// It never asked for it: what it writes, it writes by hand.
    NotParticipating,
    /// It has it, by this token.
    Held(i64),
    /// It had it.
    Lost,
}

/// What a watcher has seen of the holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    token: i64,
    beats: i64,
    since: Instant,
}

/// What to do about the lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// It is this process's already.
    Mine,
    Take,
    /// The holder lives, or not for long enough unseen.
    Wait,
}

/// Look at the row as `me` at `now`.
fn next_step(row: &row::Model, me: &str, seen: &mut Option<Seen>, now: Instant) -> Step {
    match &row.holder {
        Some(holder) if holder == me => return Step::Mine,
        Some(_) => {}
        None => return Step::Take,
    }
    let same = |seen: &Seen| (seen.token, seen.beats) == (row.token, row.beats);
    let first = Seen { token: row.token, beats: row.beats, since: now };
    let seen = match *seen {
        Some(before) if same(&before) => before,
        Some(_) | None => *seen.insert(first),
    };
    if now.duration_since(seen.since) >= HELD_FOR { Step::Take } else { Step::Wait }
}

impl Lease {
    /// The lease of those who poll, not asked for yet.
    pub fn of_polling(database: Database) -> Self {
        Self::new(database, "poll")
    }

    fn new(database: Database, name: &'static str) -> Self {
        let me = format!("{}-{:016x}", std::process::id(), rand::random::<u64>());
        let (standing, lock) = (Mutex::new(LeaseState::NotParticipating), Mutex::default());
        Self(Arc::new(Inner { database, name, me, standing, lock }))
    }

    fn state(&self) -> MutexGuard<'_, LeaseState> {
        self.0.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this process has the lease, as far as it knows.
    pub fn is_held(&self) -> bool {
        matches!(*self.state(), LeaseState::Held(_))
    }

    /// Nobody else can reach the database.
    fn is_private(&self) -> bool {
        *self.0.database.topology() == Topology::Private
    }

    /// Wait until this process has the lease; `false` when told to stop before.
    pub async fn acquire(&self, stop: &CancellationToken) -> bool {
        let (mut seen, mut well) = (None, true);
        loop {
            match self.try_acquire(&mut seen).await {
                Ok(true) => {
                    tracing::info!("polling lease acquired");
                    return true;
                }
                Ok(false) => well = true,
                Err(error) if well => {
                    well = false;
                    tracing::error!(%error, "polling lease unreadable; tried every second");
                }
                Err(_) => {}
            }
            tokio::select! {
                () = stop.cancelled() => return false,
                () = tokio::time::sleep(POLL_INTERVAL) => {}
            }
        }
    }

    /// Show signs of life until `term` ends. A lost lease ends it.
    pub async fn renew_until(&self, term: &CancellationToken) {
        let mut last = Instant::now();
        loop {
            tokio::select! {
                () = term.cancelled() => return,
                () = tokio::time::sleep(BEAT) => {}
            }
            match tokio::time::timeout(HELD_FOR, self.heartbeat()).await {
                Ok(Ok(true)) => last = Instant::now(),
                Ok(Ok(false)) => break,
                Ok(Err(_)) | Err(_) if last.elapsed() < HELD_FOR => {}
                Ok(Err(_)) | Err(_) => break,
            }
        }
        tracing::warn!("polling lease lost; this process stops polling");
        *self.state() = LeaseState::Lost;
        self.lock().take();
        term.cancel();
    }

    /// Give the lease back, so that another takes it at once.
    pub async fn release(&self) {
        let Some(token) = self.end() else { return };
        let given = row::Entity::update_many()
            .col_expr(row::Column::Holder, Expr::value(None::<String>))
            .col_expr(row::Column::Beats, Expr::col(row::Column::Beats).add(1))
            .filter(self.mine(token))
            .exec(self.0.database.pool())
            .await;
        if let Err(error) = given {
            tracing::warn!(%error, "polling lease not released; it expires by itself");
        }
        self.lock().take();
    }

    /// Fail unless this process may write: it has the lease, or never asked for it. The row stays
    /// locked until the transaction ends, so nobody takes the lease in between.
    pub async fn check(&self, transaction: &DatabaseTransaction) -> Result<(), LeaseError> {
        let standing = *self.state();
        let token = match standing {
            LeaseState::NotParticipating => return Ok(()),
            LeaseState::Held(_) if self.is_private() => return Ok(()),
            LeaseState::Held(token) => token,
            LeaseState::Lost => return Err(LeaseError::Lost),
        };
        // SQLite, which knows no such lock, has one writer at a time as it is.
        let found = row::Entity::find_by_id(self.0.name.to_owned())
            .filter(self.mine(token))
            .lock_exclusive()
            .one(transaction)
            .await?;
        found.map(|_| ()).ok_or(LeaseError::Lost)
    }

    async fn try_acquire(&self, seen: &mut Option<Seen>) -> Result<bool, LeaseError> {
        let free = match self.0.database.topology() {
            Topology::Private => {
                *self.state() = LeaseState::Held(0);
                return Ok(true);
            }
            Topology::File(path) if !self.lock_beside(path)? => return Ok(false),
            Topology::File(_) => true,
            Topology::Server => false,
        };
        let row = self.row().await?;
        let token = match next_step(&row, &self.0.me, seen, Instant::now()) {
            Step::Mine => row.token,
            Step::Wait if !free => return Ok(false),
            Step::Wait | Step::Take if self.take(&row).await? => row.token + 1,
            Step::Wait | Step::Take => return Ok(false),
        };
        *self.state() = LeaseState::Held(token);
        Ok(true)
    }

    fn lock(&self) -> MutexGuard<'_, Option<File>> {
        self.0.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this process has the lock beside a database's file, now or already.
    fn lock_beside(&self, database: &Path) -> Result<bool, LeaseError> {
        let mut lock = self.lock();
        if lock.is_some() {
            return Ok(true);
        }
        let mut path = database.as_os_str().to_owned();
        path.push(format!("-{}", self.0.name));
        let file = File::options().create(true).append(true).mode(0o600).open(path)?;
        match file.try_lock() {
            Ok(()) => *lock = Some(file),
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        Ok(true)
    }

    async fn row(&self) -> Result<row::Model, DbErr> {
        let (pool, name) = (self.0.database.pool(), self.0.name.to_owned());
        if let Some(row) = row::Entity::find_by_id(name.clone()).one(pool).await? {
            return Ok(row);
        }
        let fresh = row::ActiveModel {
            name: Set(name.clone()),
            holder: Set(None),
            token: Set(0),
            beats: Set(0),
        };
        // Two processes may begin at once: the row of the first one stands.
        row::Entity::insert(fresh)
            .on_conflict(
                OnConflict::column(row::Column::Name).update_column(row::Column::Name).to_owned(),
            )
            .exec_without_returning(pool)
            .await?;
        let row = row::Entity::find_by_id(name).one(pool).await?;
        row.ok_or_else(|| DbErr::RecordNotFound("lease has no row".to_owned()))
    }

    /// Take the lease if it still stands as it was seen.
    async fn take(&self, seen: &row::Model) -> Result<bool, DbErr> {
        let outcome = row::Entity::update_many()
            .col_expr(row::Column::Holder, Expr::value(self.0.me.clone()))
            .col_expr(row::Column::Token, Expr::value(seen.token + 1))
            .col_expr(row::Column::Beats, Expr::value(0))
            .filter(row::Column::Name.eq(self.0.name))
            .filter(row::Column::Token.eq(seen.token))
            .filter(row::Column::Beats.eq(seen.beats))
            .exec(self.0.database.pool())
            .await?;
        Ok(outcome.rows_affected == 1)
    }

    async fn heartbeat(&self) -> Result<bool, DbErr> {
        let token = match *self.state() {
            LeaseState::Held(_) if self.is_private() => return Ok(true),
            LeaseState::Held(token) => token,
            LeaseState::NotParticipating | LeaseState::Lost => return Ok(false),
        };
        let pool = self.0.database.pool();
        if matches!(self.0.database.topology(), Topology::File(_)) {
            // The lock is the sign of life.
            let row = row::Entity::find().filter(self.mine(token)).one(pool).await?;
            return Ok(row.is_some());
        }
        let outcome = row::Entity::update_many()
            .col_expr(row::Column::Beats, Expr::col(row::Column::Beats).add(1))
            .filter(self.mine(token))
            .exec(pool)
            .await?;
        Ok(outcome.rows_affected == 1)
    }

    /// The token, if this process had the lease; it has it no longer.
    fn end(&self) -> Option<i64> {
        let mut standing = self.state();
        match *standing {
            LeaseState::NotParticipating | LeaseState::Lost => None,
            LeaseState::Held(token) => {
                *standing = LeaseState::Lost;
                (!self.is_private()).then_some(token)
            }
        }
    }

    fn mine(&self, token: i64) -> sea_orm::Condition {
        sea_orm::Condition::all()
            .add(row::Column::Name.eq(self.0.name))
            .add(row::Column::Holder.eq(self.0.me.as_str()))
            .add(row::Column::Token.eq(token))
    }
}

#[cfg(test)]
#[path = "lease_tests.rs"]
mod tests;
