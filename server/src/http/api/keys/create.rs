//! `POST /keys`

use super::{
    asked,
    fields::{self, NewKey},
    out::MintedKey,
};
use crate::{
    app::AppState,
    http::{
        Problem,
        auth::{ApiKey, KeysWrite},
        body::{BodyRefusal, JsonFields},
        client_ip::Whence,
        response::no_store,
    },
};
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};

/// Make a key within the bounds of the one that asks.
///
/// It has no scope that the asking key lacks, ends no later, and is used from no other addresses and
/// origins. What is left out is as the asking key has it, without `keys:write`. A token that a rotation
/// has replaced makes keys that end when it does. The token of the new key is in this answer only.
#[utoipa::path(
    post, path = "/api/v1/keys", tag = "Keys", operation_id = "create_key",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "A name for this request, such as a UUID: sent again within a day it is done once and answered twice"),
    ),
    request_body = NewKey,
    responses(
        (status = 201, description = "The key with its token", body = MintedKey<'_>, headers(("Location" = String, description = "Where the key is"))),
        (status = 409, description = "The request does not fit how things stand, or its first sending is under way", body = Problem, content_type = "application/problem+json"),
        BodyRefusal,
        (status = 422, description = "The `Idempotency-Key` was used for another request", body = Problem, content_type = "application/problem+json"),
    ),
    security(("key" = ["keys:write"])),
)]
pub async fn create(
    holder: ApiKey<KeysWrite>,
    whence: Whence,
    State(app): State<AppState>,
    body: JsonFields,
) -> Result<Response, Problem> {
    let draft = fields::draft(body)?;
    let minted = app.keys.create(holder.account, asked(&holder, whence), &draft).await?;
    let mut response = no_store(StatusCode::CREATED, &MintedKey::from(&minted));
    let place = format!("/api/v1/keys/{}", minted.key.public_id);
    let name: HeaderName = header::LOCATION;
    response
        .headers_mut()
        .insert(name, HeaderValue::from_str(&place).expect("a public id is letters and digits"));
    Ok(response)
}
