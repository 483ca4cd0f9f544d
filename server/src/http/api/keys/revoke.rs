//! `DELETE /keys/{id}`

use super::{asked, find};
use crate::{
    app::AppState,
    http::{
        Problem,
        auth::{ApiKey, KeysWrite},
        client_ip::Whence,
        path::Path,
    },
};
use axum::{extract::State, http::StatusCode};

/// Revoke a key for good, its sockets and streams with it. Doing it again changes nothing.
///
/// A key may revoke itself, and others that have no scope that it lacks, whatever their other bounds:
/// revoking gives nobody anything.
#[utoipa::path(
    delete, path = "/api/v1/keys/{id}", tag = "Keys", operation_id = "revoke_key",
    params(
        ("id" = String, Path, description = "The key's public id", example = "k7Qm2ZtR"),
    ),
    responses(
        (status = 204, description = "The key is revoked"),
    ),
    security(("key" = ["keys:write"])),
)]
pub async fn revoke(
    holder: ApiKey<KeysWrite>,
    whence: Whence,
    State(app): State<AppState>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let key = find(&app, &holder, &id).await?;
    app.keys.revoke(holder.account, key.key, asked(&holder, whence)).await?;
    Ok(StatusCode::NO_CONTENT)
}
