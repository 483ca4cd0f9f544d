//! Forgetting the answers to requests that named themselves.

use super::Context;
use crate::{
    queue::{Job, JobError, Run},
    store::Database,
};
use entity::{model::Kept, table::idempotency_key};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

/// Remove answers kept under an `Idempotency-Key` for a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PruneAnswers {}

impl Job for PruneAnswers {
    const NAME: &'static str = "prune_answers";
    const QUEUE: &'static str = "upkeep";
    const MAX_ATTEMPTS: u32 = 3;
}

impl Run for PruneAnswers {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let answers = prune(&context.database).await?;
        if answers > 0 {
            tracing::info!(answers, "forgot old answers");
        }
        Ok(())
    }
}

/// How many were forgotten.
async fn prune(database: &Database) -> Result<u64, DbErr> {
    let before = chrono::Utc::now().timestamp_millis() - Kept::Idempotency.millis();
    let old = idempotency_key::Entity::delete_many()
        .filter(idempotency_key::Column::CreatedAt.lt(before));
    Ok(old.exec(database.pool()).await?.rows_affected)
}
