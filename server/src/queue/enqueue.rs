//! Putting jobs in.

use super::{
    error::QueueError,
    handle::Queue,
    job::Job,
    state::{JobId, JobState},
};
use entity::{
    model::Instant,
    table::{job, millis},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, DbBackend, EntityTrait, SqlErr, TryInsertResult,
    sea_query::OnConflict,
};

/// Bytes of names and keys.
const WORD_LIMIT: usize = 191;
/// Bytes of what a job carries: it names what it is about rather than bringing it along.
const ARGS_LIMIT: usize = 1 << 20;

/// Which of the waiting jobs of a queue go first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Somebody waits for it.
    High,
    /// In its turn.
    #[default]
    Normal,
    /// When nothing else is to be done.
    Low,
}

impl Priority {
    /// As the table keeps it.
    pub fn number(self) -> i16 {
        match self {
            Self::High => -10,
            Self::Normal => 0,
            Self::Low => 10,
        }
    }
}

/// A job as it will be put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub queue: &'static str,
    /// The kind of job.
    pub name: &'static str,
    /// What it carries, JSON.
    pub args: String,
    /// Which go first.
    pub priority: Priority,
    /// Not before this; `None` for at once.
    pub run_at: Option<Instant>,
    /// How often it is begun at most.
    pub max_attempts: u32,
    /// Only one waiting or running job of the queue has this key.
    pub unique: Option<String>,
    /// What it carries is wiped when it is done or cancelled.
    pub private: bool,
}

/// What became of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enqueued {
    New(JobId),
    /// One with its unique key waits or runs already.
    Already,
}

impl Draft {
    /// A job as its kind says.
    pub fn of<J: Job>(job: &J) -> Result<Self, QueueError> {
        Ok(Self {
            queue: J::QUEUE,
            name: J::NAME,
            args: serde_json::to_string(job)?,
            priority: J::PRIORITY,
            run_at: None,
            max_attempts: J::MAX_ATTEMPTS,
            unique: job.unique(),
            private: J::PRIVATE,
        })
    }

    /// Not before `instant`.
    pub fn at(mut self, instant: Instant) -> Self {
        self.run_at = Some(instant);
        self
    }

    /// Sooner or later than others.
    pub fn with_priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    fn check(&self) -> Result<(), QueueError> {
        let key = self.unique.as_deref().unwrap_or_default();
        let parts = [
            ("queue", self.queue, WORD_LIMIT),
            ("name", self.name, WORD_LIMIT),
            ("unique key", key, WORD_LIMIT),
            ("cargo", self.args.as_str(), ARGS_LIMIT),
        ];
        match parts.into_iter().find(|(_, text, limit)| text.len() > *limit) {
            Some((what, _, limit)) => Err(QueueError::TooLong { what, limit }),
            None => Ok(()),
        }
    }
}

impl Queue {
    /// Put a job in.
    pub async fn enqueue<J: Job>(&self, job: &J) -> Result<Enqueued, QueueError> {
        self.put(self.database.pool(), Draft::of(job)?).await
    }

    /// Put a job in with the caller's transaction: it is there if and only if that commits. Call
    /// [`Queue::wake`] afterwards.
    pub async fn enqueue_in<J: Job>(
        &self,
        connection: &impl ConnectionTrait,
        job: &J,
    ) -> Result<Enqueued, QueueError> {
        self.put(connection, Draft::of(job)?).await
    }

    /// Put a draft in, on the pool or in a transaction.
    pub async fn put(
        &self,
        connection: &impl ConnectionTrait,
        draft: Draft,
    ) -> Result<Enqueued, QueueError> {
        draft.check()?;
        let row = self.row(draft);
        let insert = job::Entity::insert(row);
        let enqueued = match connection.get_database_backend() {
            // A refused insert would spoil the caller's transaction.
            DbBackend::Postgres => {
                let held = OnConflict::columns([job::Column::Queue, job::Column::Held])
                    .do_nothing()
                    .to_owned();
                match insert.on_conflict(held).try_insert().exec(connection).await? {
                    TryInsertResult::Inserted(inserted) => {
                        Enqueued::New(JobId(inserted.last_insert_id))
                    }
                    TryInsertResult::Conflicted | TryInsertResult::Empty => Enqueued::Already,
                }
            }
            _ => match insert.exec(connection).await {
                Ok(inserted) => Enqueued::New(JobId(inserted.last_insert_id)),
                Err(error) => match error.sql_err() {
                    Some(SqlErr::UniqueConstraintViolation(_)) => Enqueued::Already,
                    _ => return Err(error.into()),
                },
            },
        };
        self.wake();
        Ok(enqueued)
    }

    fn row(&self, draft: Draft) -> job::ActiveModel {
        let now = self.now.read();
        let Draft { queue, name, args, priority, run_at, max_attempts, unique, private } = draft;
        let max_attempts = i32::try_from(max_attempts).unwrap_or(i32::MAX);
        let life = JobState::new(run_at.map_or(now, millis), max_attempts);
        job::ActiveModel {
            id: NotSet,
            queue: Set(queue.to_owned()),
            name: Set(name.to_owned()),
            args: Set(args),
            private: Set(private),
            state: Set(life.state),
            priority: Set(priority.number()),
            run_at: Set(life.run_at),
            attempts: Set(life.attempts),
            max_attempts: Set(life.max_attempts),
            claims: Set(life.claims),
            worker: Set(None),
            lease_until: Set(None),
            uniq: Set(unique.clone()),
            held: Set(unique),
            error: Set(None),
            created_at: Set(now),
            started_at: Set(None),
            finished_at: Set(None),
        }
    }
}
