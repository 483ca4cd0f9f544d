//! What can go wrong with the queue itself.

use super::state::{JobId, Refused};
use sea_orm::DbErr;

/// The queue could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The database did not answer as it should.
    #[error("the database did not answer as it should: {0}")]
    Database(#[from] DbErr),
    /// What the job carries cannot be written down.
    #[error("what the job carries cannot be written as JSON: {0}")]
    Args(#[from] serde_json::Error),
    /// A name or what the job carries is too long.
    #[error("the job's {what} is longer than {limit} bytes; nothing was put in")]
    TooLong {
        /// Which part.
        what: &'static str,
        /// The most that is taken.
        limit: usize,
    },
    /// There is no such job.
    #[error("there is no job {0}")]
    Unknown(JobId),
    /// The job is in no state for it.
    #[error("{0}; nothing was changed")]
    Refused(#[from] Refused),
    /// What the job carried was wiped when it ended.
    #[error("what job {0} carried was wiped when it ended, so it cannot be done again")]
    Wiped(JobId),
    /// The job ended well.
    #[error("the job ended well, so it is not done again; nothing was changed")]
    Done,
    /// Others changed the job again and again.
    #[error("job {0} changes too quickly; nothing was changed, try again")]
    Contested(JobId),
}
