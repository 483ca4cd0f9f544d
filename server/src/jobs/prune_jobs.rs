//! Forgetting jobs that have ended.

use super::Context;
use crate::queue::{Job, JobError, Run};
use chrono::Utc;
use entity::model::Kept;
use serde::{Deserialize, Serialize};

/// Remove jobs that ended, and later those that are parked and that nobody looked at.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneJobs {}

impl Job for PruneJobs {
    const NAME: &'static str = "prune_jobs";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for PruneJobs {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let now = Utc::now();
        let jobs =
            context.queue.prune(now - Kept::EndedJob.time(), now - Kept::FailedJob.time()).await?;
        if jobs > 0 {
            tracing::info!(jobs, "forgot old jobs");
        }
        Ok(())
    }
}
