//! Forgetting jobs that have ended.

use super::Context;
use crate::queue::{Job, JobError};
use chrono::{TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Done and cancelled jobs are kept this long.
const KEEP_ENDED: TimeDelta = TimeDelta::days(1);
/// Parked ones wait this long for someone to look.
const KEEP_PARKED: TimeDelta = TimeDelta::days(30);

/// Remove jobs that ended a day ago, and parked ones after a month.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneJobs {}

impl Job for PruneJobs {
    const NAME: &'static str = "prune_jobs";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let now = Utc::now();
        let jobs = context.queue.prune(now - KEEP_ENDED, now - KEEP_PARKED).await?;
        if jobs > 0 {
            tracing::info!(jobs, "forgot old jobs");
        }
        Ok(())
    }
}
