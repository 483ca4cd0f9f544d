//! Looking after the queue: what an operator sees and does.

use super::{
    error::QueueError,
    handle::Queue,
    state::{Event, JobId, JobState, Refused},
};
use entity::{
    model::Instant,
    table::{
        job::{self, Model, State},
        millis, queue as queues,
    },
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LikeExpr, OnConflict},
};

use std::time::Duration;

/// How often a step is tried again when the row changed under it.
const MAX_TRIES: u32 = 5;
/// Jobs in one list at most.
const LIST_LIMIT: u64 = 500;

/// Which jobs to list; everything where nothing is said.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub queue: Option<String>,
    pub state: Option<State>,
    /// Of this kind.
    pub name: Option<String>,
    /// With this text in what they carry or in their error.
    pub search: Option<String>,
    /// Older than this one: the last of the list before.
    pub before: Option<JobId>,
    /// As many; 0 for the most there may be, which is 500.
    pub limit: u64,
}

/// How many jobs of a queue are in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub queue: String,
    pub state: State,
    /// How many.
    pub jobs: i64,
}

/// What people set about a queue.
pub type QueueState = queues::Model;

impl Queue {
    /// One job.
    pub async fn get(&self, id: JobId) -> Result<Option<Model>, DbErr> {
        job::Entity::find_by_id(id.0).one(self.database.pool()).await
    }

    /// Jobs, the newest first.
    pub async fn list(&self, filter: &Filter) -> Result<Vec<Model>, DbErr> {
        let Filter { queue, state, name, search, before, limit } = filter;
        let limit = if *limit == 0 { LIST_LIMIT } else { Ord::min(*limit, LIST_LIMIT) };
        let mut select = job::Entity::find();
        if let Some(queue) = queue {
            select = select.filter(job::Column::Queue.eq(queue));
        }
        if let Some(state) = state {
            select = select.filter(job::Column::State.eq(*state));
        }
        if let Some(name) = name {
            select = select.filter(job::Column::Name.eq(name));
        }
        if let Some(before) = before {
            select = select.filter(job::Column::Id.lt(before.0));
        }
        if let Some(text) = search {
            let within = |column: job::Column| Expr::col(column).like(containing(text));
            select = select.filter(
                Condition::any().add(within(job::Column::Args)).add(within(job::Column::Error)),
            );
        }
        select.order_by_desc(job::Column::Id).limit(limit).all(self.database.pool()).await
    }

    /// How many jobs each queue has in each state; none where there are none.
    pub async fn counts(&self) -> Result<Vec<Count>, DbErr> {
        let rows: Vec<(String, State, i64)> = job::Entity::find()
            .select_only()
            .columns([job::Column::Queue, job::Column::State])
            .column_as(job::Column::Id.count(), "jobs")
            .group_by(job::Column::Queue)
            .group_by(job::Column::State)
            .order_by_asc(job::Column::Queue)
            .order_by_asc(job::Column::State)
            .into_tuple()
            .all(self.database.pool())
            .await?;
        Ok(rows.into_iter().map(|(queue, state, jobs)| Count { queue, state, jobs }).collect())
    }

    /// How long the oldest job that is due has been so, in each queue that has one.
    pub async fn waits(&self) -> Result<Vec<(String, Duration)>, DbErr> {
        let now = self.now.read();
        let rows: Vec<(String, i64)> = job::Entity::find()
            .select_only()
            .column(job::Column::Queue)
            .column_as(job::Column::RunAt.min(), "since")
            .filter(job::Column::State.eq(State::Pending))
            .filter(job::Column::RunAt.lte(now))
            .group_by(job::Column::Queue)
            .order_by_asc(job::Column::Queue)
            .into_tuple()
            .all(self.database.pool())
            .await?;
        let wait = |since| Duration::from_millis(u64::try_from(now - since).unwrap_or(0));
        Ok(rows.into_iter().map(|(queue, since)| (queue, wait(since))).collect())
    }

    /// Stop a job. One that runs is cut by its worker within a third of the lease.
    pub async fn cancel(&self, id: JobId) -> Result<(), QueueError> {
        self.change(id, &Event::Cancel).await
    }

    /// Do a job that has ended once more, with all its attempts.
    pub async fn retry(&self, id: JobId) -> Result<(), QueueError> {
        self.change(id, &Event::Retry).await?;
        self.wake();
        Ok(())
    }

    async fn change(&self, id: JobId, event: &Event) -> Result<(), QueueError> {
        for _ in 0..MAX_TRIES {
            let row = self.get(id).await?.ok_or(QueueError::Unknown(id))?;
            if row.args.is_empty() && *event == Event::Retry {
                return Err(QueueError::Wiped(id));
            }
            let before = JobState::of(&row);
            let after = before.step(self.now.read(), event.clone())?;
            if self.write(self.database.pool(), id, &before, &after, false).await? {
                return Ok(());
            }
        }
        Err(QueueError::Contested(id))
    }

    /// Remove a job that does not run.
    pub async fn delete(&self, id: JobId) -> Result<(), QueueError> {
        let outcome = job::Entity::delete_many()
            .filter(job::Column::Id.eq(id.0))
            .filter(job::Column::State.ne(State::Running))
            .exec(self.database.pool())
            .await?;
        match (outcome.rows_affected, self.get(id).await?) {
            (0, Some(_)) => Err(Refused::Live.into()),
            (0, None) => Err(QueueError::Unknown(id)),
            (_, _) => Ok(()),
        }
    }

    /// Remove what ended before `ended`: done and cancelled jobs; and parked ones that ended
    /// before `parked`. Returns how many.
    pub async fn prune(&self, ended: Instant, parked: Instant) -> Result<u64, DbErr> {
        let mut gone = 0;
        for (state, before) in
            [(State::Done, ended), (State::Cancelled, ended), (State::Failed, parked)]
        {
            gone += job::Entity::delete_many()
                .filter(job::Column::State.eq(state))
                .filter(job::Column::FinishedAt.lt(millis(before)))
                .exec(self.database.pool())
                .await?
                .rows_affected;
        }
        Ok(gone)
    }

    /// The queues about which something was set.
    pub async fn queues(&self) -> Result<Vec<QueueState>, DbErr> {
        let by_name = queues::Entity::find().order_by_asc(queues::Column::Name);
        by_name.all(self.database.pool()).await
    }

    /// Begin no further job of a queue, on any worker, until it is resumed.
    pub async fn pause(&self, queue: &str) -> Result<(), DbErr> {
        self.set(queue, queues::Column::Paused, (true, None)).await
    }

    /// Go on with a queue.
    pub async fn resume(&self, queue: &str) -> Result<(), DbErr> {
        self.set(queue, queues::Column::Paused, (false, None)).await?;
        self.wake();
        Ok(())
    }

    /// Run at most so many jobs of a queue at once over all workers.
    pub async fn limit(&self, queue: &str, concurrency: Option<u32>) -> Result<(), DbErr> {
        let concurrency = concurrency.map(|limit| i32::try_from(limit).unwrap_or(i32::MAX));
        self.set(queue, queues::Column::Concurrency, (false, concurrency)).await?;
        self.wake();
        Ok(())
    }

    /// Set one column of a queue's row, which may not be there yet.
    async fn set(
        &self,
        queue: &str,
        column: queues::Column,
        (paused, concurrency): (bool, Option<i32>),
    ) -> Result<(), DbErr> {
        let row = queues::ActiveModel {
            name: Set(queue.to_owned()),
            paused: Set(paused),
            concurrency: Set(concurrency),
        };
        queues::Entity::insert(row)
            .on_conflict(OnConflict::column(queues::Column::Name).update_column(column).to_owned())
            .exec_without_returning(self.database.pool())
            .await?;
        Ok(())
    }
}

/// A pattern for texts that contain `text` as it is.
fn containing(text: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('!')
}
