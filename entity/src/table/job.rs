//! `job`: work to be done later, apart from what it is.

use sea_orm::entity::prelude::*;
use std::fmt;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
pub enum State {
    /// Waits for its time and a free worker.
    #[sea_orm(num_value = 0)]
    Pending,
    /// A worker has it on lease.
    #[sea_orm(num_value = 1)]
    Running,
    /// Ended well.
    #[sea_orm(num_value = 2)]
    Done,
    /// Parked: every attempt went wrong, or it said that another is of no use.
    #[sea_orm(num_value = 3)]
    Failed,
    /// A person stopped it.
    #[sea_orm(num_value = 4)]
    Cancelled,
}

impl State {
    /// The word for it, in lower case.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it waits or runs; only then does it hold its unique key.
    pub fn is_live(self) -> bool {
        match self {
            Self::Pending | Self::Running => true,
            Self::Done | Self::Failed | Self::Cancelled => false,
        }
    }
}

/// One job.
///
/// A worker that has it is named with the number of the claim: both together fence off a worker
/// that comes back after its lease ran out.
#[sea_orm::model]
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Ours; later jobs have higher numbers.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The queue it waits in.
    pub queue: String,
    /// The kind of job.
    pub name: String,
    /// What it carries, JSON; empty where that was wiped.
    #[sea_orm(column_type = "Text")]
    pub args: String,
    /// Whether what it carries is wiped when it is done or cancelled, and shown to nobody before.
    pub private: bool,
    /// Where it stands.
    pub state: State,
    /// Lower numbers go first.
    pub priority: i16,
    /// Not before this, in milliseconds since 1970.
    pub run_at: i64,
    /// How often it was begun and not handed back.
    pub attempts: i32,
    /// How often it may be begun.
    pub max_attempts: i32,
    /// How often it was ever claimed; never goes down, so it tells one claim from another.
    pub claims: i64,
    /// The worker that has it.
    pub worker: Option<String>,
    /// Until when that worker has it, in milliseconds since 1970.
    pub lease_until: Option<i64>,
    /// Of all waiting and running jobs of a queue only one has this key.
    pub uniq: Option<String>,
    /// `uniq` while it waits or runs, then empty; a unique index lies on it.
    pub held: Option<String>,
    /// What went wrong last, clipped.
    #[sea_orm(column_type = "Text", nullable)]
    pub error: Option<String>,
    /// When it was put in, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was last begun, in milliseconds since 1970.
    pub started_at: Option<i64>,
    /// When it ended for good, in milliseconds since 1970.
    pub finished_at: Option<i64>,
}

impl fmt::Debug for Model {
    /// Not what it carries where that is for nobody to read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let args = match self.private && !self.args.is_empty() {
            true => "****",
            false => &self.args,
        };
        f.debug_struct("Job")
            .field("id", &self.id)
            .field("queue", &self.queue)
            .field("name", &self.name)
            .field("args", &args)
            .field("state", &self.state)
            .field("attempts", &self.attempts)
            .field("worker", &self.worker)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ModelEx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelEx").finish_non_exhaustive()
    }
}

impl ActiveModelBehavior for ActiveModel {}
