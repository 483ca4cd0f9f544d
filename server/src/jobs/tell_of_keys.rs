//! Letters about keys.

use super::Context;
use crate::{
    accounts::notice,
    queue::{Job, JobError, Run},
};
use serde::{Deserialize, Serialize};

/// Tell owners what was done to their keys.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellOfKeys {}

impl Job for TellOfKeys {
    const NAME: &'static str = "tell_of_keys";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for TellOfKeys {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        notice::tell_of_keys(&context.database, &context.queue, &context.app_url).await?;
        Ok(())
    }
}

/// Tell owners of keys that end within a week.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellOfEndings {}

impl Job for TellOfEndings {
    const NAME: &'static str = "tell_of_endings";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for TellOfEndings {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        notice::tell_of_endings(&context.database, &context.queue, &context.app_url).await?;
        Ok(())
    }
}
