//! Making hours of usage of its minutes.

use super::Context;
use crate::{
    queue::{Job, JobError, Run},
    usage,
};
use serde::{Deserialize, Serialize};

/// Make hours of the minutes of a day ago, and forget what is too old or of an account that is no
/// more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RollUpUsage {}

impl Job for RollUpUsage {
    const NAME: &'static str = "roll_up_usage";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for RollUpUsage {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let now = context.clock.now();
        let late = usage::delete_late(&context.database, now).await?;
        let rows = late + usage::roll_up(&context.database, now).await?;
        if rows > 0 {
            tracing::debug!(rows, "rolled up usage");
        }
        Ok(())
    }
}
