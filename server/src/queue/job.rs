//! What a job must be.

use super::enqueue::Priority;
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, time::Duration};

/// Work that can be written down and done later, by any worker, perhaps twice.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// The kind of job; written into the table, so it must not change.
    const NAME: &'static str;
    /// The queue it waits in.
    const QUEUE: &'static str = "default";
    /// How often it is begun at most.
    const MAX_ATTEMPTS: u32 = 10;
    /// How long one attempt may take.
    const TIMEOUT: Duration = Duration::from_secs(60);
    /// Which go first.
    const PRIORITY: Priority = Priority::Normal;
    /// What it carries is for nobody else to read: it is wiped once the job is done or cancelled.
    /// A job that is parked keeps it, for somebody may have it tried again.
    const PRIVATE: bool = false;
    /// A key that only one waiting or running job of the queue may have.
    fn unique(&self) -> Option<String> {
        None
    }
}

/// How a job is done. Apart from [`Job`], so that whoever enqueues one need not know what doing it
/// takes.
pub trait Run: Job {
    /// What it needs to run.
    type Context: Send + Sync + 'static;

    /// Do it.
    fn run(self, context: &Self::Context) -> impl Future<Output = Result<(), JobError>> + Send;
}

/// An attempt went wrong. Any error turns into one that is tried again.
#[derive(Debug)]
pub enum JobError {
    /// Another attempt may help.
    Retry(String),
    /// No other attempt will help.
    Discard(String),
}

impl JobError {
    /// Another attempt may help.
    pub fn retry(why: impl Into<String>) -> Self {
        Self::Retry(why.into())
    }

    /// No other attempt will help.
    pub fn discard(why: impl Into<String>) -> Self {
        Self::Discard(why.into())
    }
}

// `JobError` is no `Error` itself, so that `?` can take every other.
impl<E: std::error::Error> From<E> for JobError {
    fn from(error: E) -> Self {
        let mut words = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            let more = inner.to_string();
            // Many errors already say what their source says.
            if !words.contains(&more) {
                words = format!("{words}: {more}");
            }
            cause = inner.source();
        }
        Self::Retry(words)
    }
}
