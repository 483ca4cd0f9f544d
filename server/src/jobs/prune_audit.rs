//! Forgetting what was done long ago.

use super::Context;
use crate::{
    audit,
    queue::{Job, JobError, Run},
};
use chrono::Utc;
use entity::model::Kept;
use serde::{Deserialize, Serialize};

/// Remove rows of the audit log that are old enough.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneAudit {}

impl Job for PruneAudit {
    const NAME: &'static str = "prune_audit";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for PruneAudit {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let acts = audit::prune(&context.database, Utc::now() - Kept::Audit.time()).await?;
        if acts > 0 {
            tracing::info!(acts, "forgot old acts");
        }
        Ok(())
    }
}
