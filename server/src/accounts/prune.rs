//! Forgetting what is kept of accounts, each in its time: see [`Kept`].

use super::{close, now, recovery, role::Role, trusted_address, who::Who};
use crate::{
    audit::{self, Action},
    store::Database,
};
use entity::{
    model::Kept,
    table::user::{Column, Entity},
};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// Accounts that are removed in one transaction each, at most in one go.
const BATCH_SIZE: u64 = 1_000;

/// Remove accounts whose address nobody confirmed. Returns how many those were.
pub async fn unconfirmed(database: &Database) -> Result<u64, DbErr> {
    let which = Condition::all()
        .add(Column::VerifiedAt.is_null())
        .add(Column::Role.eq(Role::Customer.as_str()))
        .add(Column::CreatedAt.lt(now() - Kept::Unconfirmed.millis()));
    erase(database, which, "never confirmed").await
}

/// Remove accounts that their owners closed and did not come back to. Returns how many those were.
pub async fn closed(database: &Database) -> Result<u64, DbErr> {
    let which = Condition::all().add(Column::ClosedAt.lt(now() - Kept::Deleted.millis()));
    erase(database, which, "closed by its owner").await
}

async fn erase(database: &Database, which: Condition, why: &str) -> Result<u64, DbErr> {
    let old: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(which.clone())
        .limit(BATCH_SIZE)
        .into_tuple()
        .all(database.pool())
        .await?;
    let mut gone = 0;
    for id in old {
        let transaction = database.begin().await?;
        // Whoever confirms or keeps it in this moment has it.
        let still = Entity::find_by_id(id).filter(which.clone()).lock_exclusive();
        let Some(row) = still.one(&transaction).await? else { continue };
        close::erase(&transaction, &row).await?;
        let entry = Who::system().did(Action::AccountDelete, id).detail(why);
        audit::write(&transaction, entry).await?;
        transaction.commit().await?;
        gone += 1;
    }
    Ok(gone)
}

/// Remove the marks of places that are known no longer, and of codes used long ago.
pub async fn marks(database: &Database) -> Result<u64, DbErr> {
    Ok(trusted_address::prune(database.pool()).await? + recovery::prune(database.pool()).await?)
}
