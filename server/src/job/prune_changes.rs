//! Forgetting changes nobody can ask for any more.

use super::Context;
use crate::queue::{Job, JobError};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Changes are kept this long: `…/changes` answers from them.
const KEEP: TimeDelta = TimeDelta::days(7);

/// Remove announced changes that are a week old.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneChanges {}

impl Job for PruneChanges {
    const NAME: &'static str = "prune_changes";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let changes = context.log.prune(context.clock.now() - KEEP).await?;
        if changes > 0 {
            tracing::info!(changes, "forgot old changes");
        }
        Ok(())
    }
}
