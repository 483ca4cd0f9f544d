//! `DELETE /keys/{id}`

use super::{asked, find};
use crate::{
    rest::{
        Problem,
        address::Whence,
        caller::{Held, KeysWrite},
        path::Path,
    },
    service::App,
};
use axum::{extract::State, http::StatusCode};

/// Revoke a key for good, its sockets and streams with it. Doing it again changes nothing.
///
/// A key may revoke itself, and others that have no scope that it lacks, whatever their other bounds:
/// revoking gives nobody anything.
#[utoipa::path(
    delete, path = "/keys/{id}", tag = "Keys", operation_id = "revoke_key",
    params(
        ("id" = String, Path, description = "The key's public id", example = "k7Qm2ZtR"),
    ),
    responses(
        (status = 204, description = "The key is revoked"),
    ),
    security(("key" = ["keys:write"])),
)]
pub async fn revoke(
    holder: Held<KeysWrite>,
    whence: Whence,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let key = find(&app, &holder, &id).await?;
    app.keys.revoke(holder.account, key.key, asked(&holder, whence)).await?;
    Ok(StatusCode::NO_CONTENT)
}
