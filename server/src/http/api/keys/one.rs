//! `GET /keys/{id}`

use super::{find, out::Key};
use crate::{
    app::AppState,
    http::{
        Problem,
        auth::{ApiKey, KeysWrite},
        path::Path,
        response::{IfNoneMatch, JsonResponse},
    },
};
use axum::{extract::State, response::Response};

/// One key of the caller's account.
#[utoipa::path(
    get, path = "/api/v1/keys/{id}", tag = "Keys", operation_id = "key",
    params(
        ("id" = String, Path, description = "The key's public id", example = "k7Qm2ZtR"),
    ),
    responses(
        (status = 200, description = "The key", body = Key<'_>),
    ),
    security(("key" = ["keys:write"])),
)]
pub async fn one(
    holder: ApiKey<KeysWrite>,
    State(app): State<AppState>,
    Path(id): Path<String>,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let key = find(&app, &holder, &id).await?;
    Ok(JsonResponse::by_name(&Key::from(&key), None, 0).private_to(&known))
}
