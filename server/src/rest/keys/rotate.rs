//! `POST /keys/{id}/rotate` and `DELETE /keys/{id}/rotate`

use super::{by, fields, find, out};
use crate::{
    rest::{
        Problem,
        answer::secret,
        body::Fields,
        caller::{Held, KeysWrite},
    },
    service::App,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

/// A new token for a key; the old one stays good for `grace`.
pub async fn rotate(
    holder: Held<KeysWrite>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response, Problem> {
    let grace = fields::grace(body)?;
    let key = find(&app, &holder, &id).await?;
    let minted = app.keys.rotate(holder.account, key.key, by(&holder), grace).await?;
    Ok(secret(StatusCode::OK, &out::minted(&minted)))
}

/// End a rotation early.
pub async fn finish(
    holder: Held<KeysWrite>,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let key = find(&app, &holder, &id).await?;
    let key = app.keys.finish_rotation(holder.account, key.key, by(&holder)).await?;
    Ok(secret(StatusCode::OK, &out::key(&key)))
}
