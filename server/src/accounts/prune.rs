//! Forgetting what is kept of accounts, each in its time: see [`Kept`].

use super::{known, now, recovery, role::Role};
use crate::{store::Database, usage};
use entity::{
    model::Kept,
    table::{session, user},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// Accounts that are removed in one transaction each, at most in one go.
const AT_ONCE: u64 = 1_000;

/// Remove accounts whose address nobody confirmed. Returns how many those were.
pub async fn unconfirmed(database: &Database) -> Result<u64, DbErr> {
    let old: Vec<i64> = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::VerifiedAt.is_null())
        .filter(user::Column::Role.eq(Role::Customer.word()))
        .filter(user::Column::CreatedAt.lt(now() - Kept::Unconfirmed.millis()))
        .limit(AT_ONCE)
        .into_tuple()
        .all(database.pool())
        .await?;
    let mut gone = 0;
    for id in old {
        let transaction = database.begin().await?;
        // Whoever confirms it in this moment keeps it.
        let removed = user::Entity::delete_many()
            .filter(user::Column::Id.eq(id))
            .filter(user::Column::VerifiedAt.is_null())
            .exec(&transaction)
            .await?;
        if removed.rows_affected == 1 {
            usage::forget(&transaction, id).await?;
            let sessions = session::Entity::delete_many();
            sessions.filter(session::Column::AccountId.eq(id)).exec(&transaction).await?;
            gone += 1;
        }
        transaction.commit().await?;
    }
    Ok(gone)
}

/// Remove the marks of places that are known no longer, and of codes used long ago.
pub async fn marks(database: &Database) -> Result<u64, DbErr> {
    Ok(known::prune(database.pool()).await? + recovery::prune(database.pool()).await?)
}
