//! `GET /account`

use crate::{
    app::AppState,
    http::{
        Problem,
        auth::{AnyKey, Held},
        docs::schema,
        response::{Answer, Known},
    },
};
use axum::{extract::State, response::Response};
use entity::table::user;
use sea_orm::EntityTrait;
use serde_json::json;

/// Who am I: the account, its plan, and the key this was asked with.
///
/// Needs a key and no scope; costs nothing, so it answers when a limit is used up.
#[utoipa::path(
    get, path = "/account", tag = "Account", operation_id = "account",
    responses((status = 200, description = "The account", body = schema::Account)),
    security(("key" = [])),
)]
pub async fn one(
    holder: Held<AnyKey>,
    State(app): State<AppState>,
    known: Known,
) -> Result<Response, Problem> {
    let account = user::Entity::find_by_id(holder.account.0).one(app.database.pool()).await?;
    let account = account.ok_or_else(|| Problem::not_found("this account is closed"))?;
    let key = app.keys.find(holder.account, &holder.public_id).await?;
    let plan = &holder.plan;
    let body = json!({
        "id": account.id.to_string(),
        "email": account.email,
        "plan": {
            "name": plan.name,
            "requests_per_minute": plan.per_minute,
            "requests_per_day": plan.per_day,
            "sockets": plan.sockets,
            "channels_per_socket": plan.channels,
        },
        "key": { "id": key.public_id, "name": key.name, "scopes": key.scopes },
    });
    Ok(Answer::of(&body, None, 0).private_to(&known))
}
