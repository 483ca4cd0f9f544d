//! Taking jobs on lease.

use super::{
    handle::Queue,
    state::{Event, JobId, JobState, Lease, Token, WorkerId},
};
use entity::table::{
    job::{self, State},
    queue as queues,
};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, ExprTrait, IsolationLevel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, TransactionOptions, TransactionTrait,
    sea_query::{Expr, LockBehavior, LockType},
};
use std::time::Duration;

/// A job that a worker has.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its number.
    pub id: JobId,
    /// The kind of job.
    pub name: String,
    /// What it carries, JSON.
    pub args: String,
    /// Its life since the claim.
    pub life: JobState,
    /// The proof that it is this worker's.
    pub token: Token,
}

impl Queue {
    /// Take up to `limit` jobs of a queue whose time has come, the most urgent and then the
    /// oldest first. Take no more than can be begun at once.
    pub async fn claim(
        &self,
        queue: &str,
        worker: &WorkerId,
        limit: u64,
        lease: Duration,
    ) -> Result<Vec<Claimed>, DbErr> {
        // An idle queue is only read: on SQLite a claim would take the lock that writers need.
        if limit == 0 || !self.any_due(queue).await? {
            return Ok(Vec::new());
        }
        let transaction = self.begin_claim().await?;
        let limit = Ord::min(limit, room(&transaction, queue).await?);
        if limit == 0 {
            transaction.rollback().await?;
            return Ok(Vec::new());
        }
        let now = self.now.read();
        let mut select = waiting(queue, now)
            .order_by_asc(job::Column::Priority)
            .order_by_asc(job::Column::RunAt)
            .order_by_asc(job::Column::Id)
            .limit(limit);
        if transaction_backend(&transaction) != DbBackend::Sqlite {
            select = select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let rows = select.all(&transaction).await?;
        let until = now.saturating_add(i64::try_from(lease.as_millis()).unwrap_or(i64::MAX));
        let claimed: Vec<Claimed> =
            rows.into_iter().filter_map(|row| take(row, worker, now, until)).collect();
        job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value(State::Running))
            .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
            .col_expr(job::Column::Claims, Expr::col(job::Column::Claims).add(1))
            .col_expr(job::Column::Worker, Expr::value(worker.0.clone()))
            .col_expr(job::Column::LeaseUntil, Expr::value(until))
            .col_expr(job::Column::StartedAt, Expr::value(now))
            .filter(job::Column::Id.is_in(claimed.iter().map(|job| job.id.0)))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(claimed)
    }

    async fn any_due(&self, queue: &str) -> Result<bool, DbErr> {
        let due = waiting(queue, self.now.read())
            .select_only()
            .column(job::Column::Id)
            .limit(1)
            .into_tuple::<i64>()
            .one(self.database.pool())
            .await?;
        Ok(due.is_some())
    }

    /// A transaction that sees what others committed while it waited for a lock.
    async fn begin_claim(&self) -> Result<DatabaseTransaction, DbErr> {
        let pool = self.database.pool();
        match pool.get_database_backend() {
            DbBackend::MySql => {
                let options = TransactionOptions {
                    isolation_level: Some(IsolationLevel::ReadCommitted),
                    ..Default::default()
                };
                pool.begin_with_options(options).await
            }
            _ => self.database.begin().await,
        }
    }
}

fn transaction_backend(transaction: &DatabaseTransaction) -> DbBackend {
    use sea_orm::ConnectionTrait;
    transaction.get_database_backend()
}

fn waiting(queue: &str, now: i64) -> sea_orm::Select<job::Entity> {
    job::Entity::find()
        .filter(job::Column::Queue.eq(queue))
        .filter(job::Column::State.eq(State::Pending))
        .filter(job::Column::RunAt.lte(now))
}

/// How many more jobs of the queue may be begun.
async fn room(transaction: &DatabaseTransaction, queue: &str) -> Result<u64, DbErr> {
    let find = || queues::Entity::find_by_id(queue.to_owned());
    let Some(row) = find().one(transaction).await? else { return Ok(u64::MAX) };
    if row.paused {
        return Ok(0);
    }
    if row.concurrency.is_none() {
        return Ok(u64::MAX);
    }
    // A limit over all workers holds only if they count one after the other.
    let locked = match transaction_backend(transaction) {
        DbBackend::Sqlite => Some(row),
        _ => find().lock_exclusive().one(transaction).await?,
    };
    let Some(limit) = locked.and_then(|row| row.concurrency) else { return Ok(u64::MAX) };
    let running = job::Entity::find()
        .filter(job::Column::Queue.eq(queue))
        .filter(job::Column::State.eq(State::Running))
        .count(transaction)
        .await?;
    Ok(u64::try_from(limit).unwrap_or(0).saturating_sub(running))
}

fn take(row: job::Model, worker: &WorkerId, now: i64, until: i64) -> Option<Claimed> {
    let lease = Lease { worker: worker.clone(), until };
    let life = JobState::of(&row).step(now, Event::Claim { lease }).ok()?;
    let token = life.token()?;
    Some(Claimed { id: JobId(row.id), name: row.name, args: row.args, life, token })
}
