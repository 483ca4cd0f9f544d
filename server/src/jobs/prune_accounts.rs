//! Forgetting accounts that nobody confirmed or that were closed, and marks that are old.

use super::Context;
use crate::{
    accounts::prune,
    queue::{Job, JobError, Run},
};
use serde::{Deserialize, Serialize};

/// Remove what is kept of accounts and is old enough.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneAccounts {}

impl Job for PruneAccounts {
    const NAME: &'static str = "prune_accounts";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for PruneAccounts {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let accounts =
            prune::unconfirmed(&context.database).await? + prune::closed(&context.database).await?;
        let marks = prune::marks(&context.database).await?;
        if accounts + marks > 0 {
            tracing::info!(accounts, marks, "forgot unconfirmed and closed accounts and old marks");
        }
        Ok(())
    }
}
