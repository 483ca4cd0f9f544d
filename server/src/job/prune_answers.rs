//! Forgetting the answers to requests that named themselves.

use super::Context;
use crate::{
    queue::{Job, JobError},
    rest::idempotency,
};
use serde::{Deserialize, Serialize};

/// Remove answers kept under an `Idempotency-Key` for a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneAnswers {}

impl Job for PruneAnswers {
    const NAME: &'static str = "prune_answers";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let answers = idempotency::prune(&context.database).await?;
        if answers > 0 {
            tracing::info!(answers, "forgot old answers");
        }
        Ok(())
    }
}
