//! Forgetting answers of the upstream.

use super::Context;
use crate::{
    gateway::{MAX_ENTRIES, SqlCacheTier},
    queue::{Job, JobError, Run},
};
use entity::model::Kept;
use serde::{Deserialize, Serialize};

/// Remove answers that are old enough, and the oldest of too many.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneUpstream {}

impl Job for PruneUpstream {
    const NAME: &'static str = "prune_upstream";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for PruneUpstream {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let shelf = SqlCacheTier::new(context.database.clone());
        let before = context.clock.now() - Kept::UpstreamAnswer.time();
        let answers = shelf.prune(before, MAX_ENTRIES).await?;
        if answers > 0 {
            tracing::info!(answers, "forgot old answers of the upstream");
        }
        Ok(())
    }
}
