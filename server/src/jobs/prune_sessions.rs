//! Forgetting sessions and links that are over.

use super::Context;
use crate::{
    accounts::service,
    queue::{Job, JobError, Run},
};
use serde::{Deserialize, Serialize};

/// Remove sessions that ended and links that ran out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneSessions {}

impl Job for PruneSessions {
    const NAME: &'static str = "prune_sessions";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for PruneSessions {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        Ok(service::prune(&context.database).await?)
    }
}
