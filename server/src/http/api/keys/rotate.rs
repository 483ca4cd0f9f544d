//! `POST /keys/{id}/rotate` and `DELETE /keys/{id}/rotate`

use super::{
    asked,
    fields::{self, Rotate},
    find,
    out::{Key, MintedKey},
};
use crate::{
    app::AppState,
    http::{
        Problem,
        auth::{ApiKey, KeysWrite},
        body::{BodyRefusal, JsonFields},
        client_ip::Whence,
        path::Path,
        response::no_store,
    },
};
use axum::{extract::State, http::StatusCode, response::Response};

/// A new token for a key; the old one stays good for `grace`.
///
/// Only for keys within the bounds of the one that asks, of which it is one itself: its bounds stay. A
/// token that was replaced cannot rotate a key that outlives it, so it never renews itself.
#[utoipa::path(
    post, path = "/api/v1/keys/{id}/rotate", tag = "Keys", operation_id = "rotate_key",
    params(
        ("id" = String, Path, description = "The key's public id", example = "k7Qm2ZtR"),
        ("Idempotency-Key" = Option<String>, Header, description = "A name for this request, such as a UUID: sent again within a day it is done once and answered twice"),
    ),
    request_body = Option<Rotate>,
    responses(
        (status = 200, description = "The key with its new token", body = MintedKey<'_>),
        (status = 409, description = "The request does not fit how things stand, or its first sending is under way", body = Problem, content_type = "application/problem+json"),
        BodyRefusal,
        (status = 422, description = "The `Idempotency-Key` was used for another request", body = Problem, content_type = "application/problem+json"),
    ),
    security(("key" = ["keys:write"])),
)]
pub async fn rotate(
    holder: ApiKey<KeysWrite>,
    whence: Whence,
    State(app): State<AppState>,
    Path(id): Path<String>,
    body: JsonFields,
) -> Result<Response, Problem> {
    let grace = fields::grace(body)?;
    let key = find(&app, &holder, &id).await?;
    let minted = app.keys.rotate(holder.account, key.key, asked(&holder, whence), grace).await?;
    Ok(no_store(StatusCode::OK, &MintedKey::from(&minted)))
}

/// End a rotation early.
///
/// Only of keys that have no scope that the asking key lacks.
#[utoipa::path(
    delete, path = "/api/v1/keys/{id}/rotate", tag = "Keys", operation_id = "finish_rotation",
    params(
        ("id" = String, Path, description = "The key's public id", example = "k7Qm2ZtR"),
    ),
    responses(
        (status = 200, description = "The key; its old token is no longer good", body = Key<'_>),
        (status = 409, description = "The key is revoked", body = Problem, content_type = "application/problem+json"),
    ),
    security(("key" = ["keys:write"])),
)]
pub async fn finish(
    holder: ApiKey<KeysWrite>,
    whence: Whence,
    State(app): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let key = find(&app, &holder, &id).await?;
    let key = app.keys.finish_rotation(holder.account, key.key, asked(&holder, whence)).await?;
    Ok(no_store(StatusCode::OK, &Key::from(&key)))
}
