//! Forgetting changes nobody can ask for any more.

use super::Context;
use crate::queue::{Job, JobError, Run};
use entity::model::Kept;
use serde::{Deserialize, Serialize};

/// Remove announced changes that are old enough; `…/changes` answers from the others.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneChanges {}

impl Job for PruneChanges {
    const NAME: &'static str = "prune_changes";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for PruneChanges {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let changes = context.log.prune(context.clock.now() - Kept::Change.time()).await?;
        if changes > 0 {
            tracing::info!(changes, "forgot old changes");
        }
        Ok(())
    }
}
