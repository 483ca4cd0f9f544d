//! Reading the log.

use super::{Action, Outcome};
use entity::{
    model::AccountId,
    table::audit::{Column, Entity, Model},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// Which acts; the latest ones where nothing is said.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// That concern this account.
    pub account: Option<AccountId>,
    /// Of this kind.
    pub action: Option<Action>,
    /// Since then, in milliseconds since 1970.
    pub since: Option<i64>,
    /// At most so many.
    pub limit: u64,
}

/// The latest acts, oldest first.
pub async fn read(connection: &impl ConnectionTrait, query: &Query) -> Result<Vec<Model>, DbErr> {
    let mut select = Entity::find().order_by_desc(Column::Id).limit(query.limit);
    if let Some(account) = query.account {
        select = select.filter(Column::AccountId.eq(account.0));
    }
    if let Some(action) = query.action {
        select = select.filter(Column::Action.eq(action.as_str()));
    }
    if let Some(since) = query.since {
        select = select.filter(Column::At.gte(since));
    }
    let mut rows = select.all(connection).await?;
    rows.reverse();
    Ok(rows)
}

/// What an account had done to it by these acts since `since`, in milliseconds since 1970: each target
/// once, `None` for the account itself. What was refused is left out.
pub async fn done_since(
    connection: &impl ConnectionTrait,
    account: AccountId,
    actions: &[Action],
    since: i64,
) -> Result<Vec<Option<String>>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Target)
        .distinct()
        .filter(Column::AccountId.eq(account.0))
        .filter(Column::Action.is_in(actions.iter().map(|action| action.as_str())))
        .filter(Column::Result.eq(Outcome::Done.as_str()))
        .filter(Column::At.gte(since))
        .into_tuple()
        .all(connection)
        .await
}
