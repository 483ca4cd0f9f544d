//! `GET /account`

use crate::{
    app::AppState,
    http::{
        Problem,
        auth::{AnyKey, ApiKey},
        response::{IfNoneMatch, JsonResponse},
    },
    limits::PlanLimits,
};
use axum::{extract::State, response::Response};
use entity::{model::Scope, table::user};
use sea_orm::EntityTrait;
use serde::Serialize;
use utoipa::ToSchema;

/// The account a key belongs to.
#[derive(Serialize, ToSchema)]
struct Account<'a> {
    /// Its number.
    id: String,
    /// Where it gets mail.
    email: &'a str,
    /// What it may use.
    plan: Plan<'a>,
    /// The key this was asked with.
    key: AccountKey<'a>,
}

/// What an account may use.
#[derive(Serialize, ToSchema)]
struct Plan<'a> {
    /// Its word.
    name: &'a str,
    /// Requests a minute.
    requests_per_minute: u32,
    /// Requests a UTC day; null for no such limit.
    requests_per_day: Option<u32>,
    /// Sockets and streams at once.
    sockets: u32,
    /// Channels of one socket.
    channels_per_socket: u32,
}

impl<'a> From<&'a PlanLimits> for Plan<'a> {
    fn from(limits: &'a PlanLimits) -> Self {
        let PlanLimits { name, per_minute, per_day, sockets, channels } = limits;
        Self {
            name,
            requests_per_minute: *per_minute,
            requests_per_day: *per_day,
            sockets: *sockets,
            channels_per_socket: *channels,
        }
    }
}

/// The key an account was asked with.
#[derive(Serialize, ToSchema)]
struct AccountKey<'a> {
    /// Its public id.
    id: &'a str,
    /// What its owner calls it.
    name: &'a str,
    /// What it may do.
    scopes: &'a [Scope],
}

/// Who am I: the account, its plan, and the key this was asked with.
///
/// Needs a key and no scope; costs nothing, so it answers when a limit is used up.
#[utoipa::path(
    get, path = "/api/v1/account", tag = "Account", operation_id = "account",
    responses((status = 200, description = "The account", body = Account<'_>)),
    security(("key" = [])),
)]
pub async fn one(
    holder: ApiKey<AnyKey>,
    State(app): State<AppState>,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let account = user::Entity::find_by_id(holder.account.0).one(app.database.pool()).await?;
    let account = account.ok_or_else(|| Problem::not_found("this account is closed"))?;
    let key = app.keys.find(holder.account, &holder.public_id).await?;
    let out = Account {
        id: account.id.to_string(),
        email: &account.email,
        plan: (&*holder.plan).into(),
        key: AccountKey { id: &key.public_id, name: &key.name, scopes: &key.scopes },
    };
    Ok(JsonResponse::by_name(&out, None, 0).private_to(&known))
}
