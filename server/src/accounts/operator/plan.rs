//! The plans that accounts may have.

use super::OperatorError;
use entity::table::plan::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Refuse a name that is no plan of accounts, such as that of those who have no key.
pub(super) async fn known(
    connection: &impl ConnectionTrait,
    name: &str,
) -> Result<(), OperatorError> {
    let known: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Name)
        .filter(Column::Name.ne("anonymous"))
        .order_by_asc(Column::PerMinute)
        .into_tuple()
        .all(connection)
        .await?;
    if known.iter().any(|plan| plan == name) {
        return Ok(());
    }
    Err(OperatorError::NoPlan { name: name.to_owned(), known })
}
