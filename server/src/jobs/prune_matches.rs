//! Forgetting matches of seasons long past.

use super::Context;
use crate::{
    queue::{Job, JobError, Run},
    store::matches::Matches,
};
use entity::model::Kept;
use serde::{Deserialize, Serialize};

/// Remove matches that are old enough.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneMatches {}

impl Job for PruneMatches {
    const NAME: &'static str = "prune_matches";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for PruneMatches {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let before = context.clock.now() - Kept::Match.time();
        let matches = Matches::new(context.database.clone()).prune(before).await?;
        if matches > 0 {
            tracing::info!(matches, "forgot old matches");
        }
        Ok(())
    }
}
