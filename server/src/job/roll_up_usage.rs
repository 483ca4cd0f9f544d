//! Making hours of usage of its minutes.

use super::Context;
use crate::{
    queue::{Job, JobError},
    usage,
};
use serde::{Deserialize, Serialize};

/// Make hours of the minutes of a day ago, and forget what is too old.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RollUpUsage {}

impl Job for RollUpUsage {
    const NAME: &'static str = "roll_up_usage";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let rows = usage::roll_up(&context.database, context.clock.now()).await?;
        if rows > 0 {
            tracing::debug!(rows, "rolled up usage");
        }
        Ok(())
    }
}
