//! Somebody is always left who may look after the service.

use entity::table::user::{Column, Entity, Model};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// Whether this account is the only one that looks after the service and can be signed in to. The
/// others are locked until the transaction ends: of two that leave at once one finds itself alone.
pub(crate) async fn is_last(
    transaction: &impl ConnectionTrait,
    row: &Model,
) -> Result<bool, DbErr> {
    if !row.is_admin || row.disabled_at.is_some() || row.closed_at.is_some() {
        return Ok(false);
    }
    let others: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::IsAdmin.eq(true))
        .filter(Column::DisabledAt.is_null())
        .filter(Column::ClosedAt.is_null())
        .filter(Column::Id.ne(row.id))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(transaction)
        .await?;
    Ok(others.is_empty())
}
