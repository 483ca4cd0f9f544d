//! What becomes of a claimed job: every step is computed by [`state`](super::state) and written
//! only if the row still is what the step began from.

use super::{
    claim::Claimed,
    error::QueueError,
    handle::Queue,
    state::{Event, JobId, JobState, Lease, Refused, WorkerId},
};
use entity::table::job::{self, State};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect, SqlErr,
    UpdateResult,
    sea_query::{CaseStatement, Expr},
};
use std::{collections::BTreeSet, time::Duration};

/// Jobs taken back at once.
const REAP_BATCH: u64 = 100;

impl Queue {
    /// Write how a claimed job ended. Refused when the claim is no longer in force.
    pub async fn ack(&self, claimed: &Claimed, event: Event) -> Result<JobState, QueueError> {
        let before = &claimed.life;
        let after = before.step(self.now.read(), event)?;
        // The lease may have been renewed since the claim, so it is no part of the fence.
        let written = self.write(self.database.pool(), claimed.id, before, &after, false).await?;
        if written { Ok(after) } else { Err(Refused::NotYours.into()) }
    }

    /// Prolong the leases of a worker's jobs. Returns those that are still its own.
    pub async fn renew(
        &self,
        worker: &WorkerId,
        jobs: &[JobId],
        lease: Duration,
    ) -> Result<BTreeSet<(JobId, i64)>, DbErr> {
        let lease = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
        let until = self.now.read().saturating_add(lease);
        job::Entity::update_many()
            .col_expr(job::Column::LeaseUntil, Expr::value(until))
            .filter(job::Column::Id.is_in(jobs.iter().map(|id| id.0)))
            .filter(job::Column::Worker.eq(worker.0.clone()))
            .filter(job::Column::State.eq(State::Running))
            .exec(self.database.pool())
            .await?;
        let rows: Vec<(i64, i64)> = job::Entity::find()
            .select_only()
            .columns([job::Column::Id, job::Column::Claims])
            .filter(job::Column::Id.is_in(jobs.iter().map(|id| id.0)))
            .filter(job::Column::Worker.eq(worker.0.clone()))
            .filter(job::Column::State.eq(State::Running))
            .into_tuple()
            .all(self.database.pool())
            .await?;
        Ok(rows.into_iter().map(|(id, claim)| (JobId(id), claim)).collect())
    }

    /// Take back jobs whose lease ran out: they wait again, or are parked when that was their
    /// last attempt. Returns how many.
    pub async fn reap(&self) -> Result<u64, DbErr> {
        let now = self.now.read();
        let rows = job::Entity::find()
            .filter(job::Column::State.eq(State::Running))
            .filter(job::Column::LeaseUntil.lt(now))
            .limit(REAP_BATCH)
            .all(self.database.pool())
            .await?;
        let mut reaped = 0;
        for row in rows {
            let before = JobState::of(&row);
            let Ok(after) = before.step(now, Event::Reap) else { continue };
            let pool = self.database.pool();
            match self.write(pool, JobId(row.id), &before, &after, true).await {
                Ok(true) => reaped += 1,
                Ok(false) => {}
                Err(QueueError::Database(error)) => return Err(error),
                Err(error) => {
                    tracing::error!(%error, job.id = row.id, "job of a dead worker not recovered");
                }
            }
        }
        if reaped > 0 {
            self.wake();
        }
        Ok(reaped)
    }

    /// Write `after` over `before`; `false` when the row is something else by now.
    pub(super) async fn write(
        &self,
        connection: &impl ConnectionTrait,
        id: JobId,
        before: &JobState,
        after: &JobState,
        same_lease: bool,
    ) -> Result<bool, QueueError> {
        let JobState {
            state,
            attempts,
            max_attempts: _,
            claims,
            run_at,
            lease,
            error,
            started_at,
            finished_at,
        } = after.clone();
        let (worker, until) = lease.map(|Lease { worker, until }| (worker.0, until)).unzip();
        // The key is held exactly while the job waits or runs.
        let held = match state.is_live() {
            true => Expr::col(job::Column::Uniq),
            false => Expr::value(Option::<String>::None),
        };
        // JSON is never empty, so what is empty was wiped.
        let args = match state {
            State::Done | State::Cancelled => {
                let private = Expr::col(job::Column::Private).eq(true);
                CaseStatement::new().case(private, "").finally(Expr::col(job::Column::Args)).into()
            }
            State::Pending | State::Running | State::Failed => Expr::col(job::Column::Args),
        };
        let mut update = job::Entity::update_many()
            .col_expr(job::Column::Args, args)
            .col_expr(job::Column::State, Expr::value(state))
            .col_expr(job::Column::Attempts, Expr::value(attempts))
            .col_expr(job::Column::Claims, Expr::value(claims))
            .col_expr(job::Column::RunAt, Expr::value(run_at))
            .col_expr(job::Column::Worker, Expr::value(worker))
            .col_expr(job::Column::LeaseUntil, Expr::value(until))
            .col_expr(job::Column::Held, held)
            .col_expr(job::Column::Error, Expr::value(error))
            .col_expr(job::Column::StartedAt, Expr::value(started_at))
            .col_expr(job::Column::FinishedAt, Expr::value(finished_at))
            .filter(job::Column::Id.eq(id.0))
            .filter(job::Column::State.eq(before.state))
            .filter(job::Column::Claims.eq(before.claims))
            .filter(job::Column::Attempts.eq(before.attempts));
        if let Some(lease) = &before.lease {
            update = update.filter(job::Column::Worker.eq(lease.worker.0.clone()));
            if same_lease {
                update = update.filter(job::Column::LeaseUntil.eq(lease.until));
            }
        }
        match update.exec(connection).await {
            Ok(UpdateResult { rows_affected, .. }) => Ok(rows_affected == 1),
            Err(error) => match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(_)) => Err(Refused::Held.into()),
                _ => Err(error.into()),
            },
        }
    }
}
