//! `GET /keys`

use super::out::Key;
use crate::{
    accounts::keys::Page,
    app::AppState,
    http::{
        Problem,
        auth::{ApiKey, KeysWrite},
        cursor,
        query::Params,
        response::{IfNoneMatch, JsonResponse},
    },
};
use axum::{extract::State, response::Response};
use entity::model::KeyId;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of keys.
#[derive(Serialize, ToSchema)]
struct KeyList<'a> {
    /// The page, newest first.
    data: Vec<Key<'a>>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// The keys of the caller's account, newest first.
#[utoipa::path(
    get, path = "/api/v1/keys", tag = "Keys", operation_id = "keys",
    params(
        ("limit" = Option<u32>, Query, description = "Most rows of a page; 50 unless said otherwise", minimum = 1, maximum = 100, example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses(
        (status = 200, description = "A page of keys", body = KeyList<'_>),
    ),
    security(("key" = ["keys:write"])),
)]
pub async fn list(
    holder: ApiKey<KeysWrite>,
    State(app): State<AppState>,
    mut query: Params,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let limit: u64 = query.number("limit", 50, (1, 100));
    let mut before = None;
    if let Some(text) = query.text("cursor") {
        match cursor::open(text, 1).map(|parts| parts[0].parse().map(KeyId)) {
            Ok(Ok(key)) => before = Some(key),
            Ok(Err(_)) => query.fault(cursor::malformed()),
            Err(error) => query.fault(error),
        }
    }
    query.check()?;
    let mut keys = app.keys.list(holder.account, Page { before, limit: limit + 1 }).await?;
    let more = keys.len() as u64 > limit;
    keys.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next_cursor =
        keys.last().filter(|_| more).map(|last| cursor::seal(&[&last.key.0.to_string()]));
    let page = KeyList { data: keys.iter().map(Key::from).collect(), next_cursor };
    Ok(JsonResponse::by_name(&page, None, 0).private_to(&known))
}
