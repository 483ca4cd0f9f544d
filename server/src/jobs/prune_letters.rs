//! Forgetting letters that were written to files.

use super::Context;
use crate::queue::{Job, JobError, Run};
use entity::model::Kept;
use serde::{Deserialize, Serialize};

/// Remove letters that are old enough: they hold links and addresses.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneLetters {}

impl Job for PruneLetters {
    const NAME: &'static str = "prune_letters";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for PruneLetters {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let pruned = context.mailer.prune(Kept::Letter.time()).await;
        let letters = pruned.map_err(|error| JobError::retry(error.to_string()))?;
        if letters > 0 {
            tracing::info!(letters, "forgot old letters");
        }
        Ok(())
    }
}
