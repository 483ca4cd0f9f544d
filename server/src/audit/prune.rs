//! The way out of the log, by age alone. The database itself refuses to delete what is not old, so
//! that a time below 400 days takes a migration as well.

use crate::store::Database;
use entity::{
    model::Instant,
    table::{
        audit::{Column, Entity},
        millis,
    },
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// Remove the acts from before `before`; returns how many.
pub async fn prune(database: &Database, before: Instant) -> Result<u64, DbErr> {
    let old = Entity::delete_many().filter(Column::At.lt(millis(before)));
    Ok(old.exec(database.pool()).await?.rows_affected)
}
