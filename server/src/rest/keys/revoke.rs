//! `DELETE /keys/{id}`

use super::{by, find};
use crate::{
    rest::{
        Problem,
        caller::{Held, KeysWrite},
    },
    service::App,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};

/// Revoke a key for good, its sockets and streams with it. Doing it again changes nothing.
pub async fn revoke(
    holder: Held<KeysWrite>,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let key = find(&app, &holder, &id).await?;
    app.keys.revoke(holder.account, key.key, by(&holder)).await?;
    Ok(StatusCode::NO_CONTENT)
}
