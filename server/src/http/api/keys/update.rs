//! `PATCH /keys/{id}`

use super::{
    asked,
    fields::{self, KeyChanges},
    find,
    out::Key,
};
use crate::{
    accounts::keys::KeyEdit,
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

/// Change what the body names; switch the key off or on by `disabled`.
///
/// A key cannot change its own rules or switch. It changes and switches on only keys that lie within its
/// own scopes and bounds, and to none that are wider. A key that has no scope that it lacks it switches
/// off whatever the bounds.
///
/// What the body leaves out stays. A change holds for requests under way and open sockets at once.
#[utoipa::path(
    patch, path = "/api/v1/keys/{id}", tag = "Keys", operation_id = "update_key",
    params(
        ("id" = String, Path, description = "The key's public id", example = "k7Qm2ZtR"),
    ),
    request_body = KeyChanges,
    responses(
        (status = 200, description = "The key as it is now", body = Key<'_>),
        (status = 409, description = "The key is revoked", body = Problem, content_type = "application/problem+json"),
        BodyRefusal,
    ),
    security(("key" = ["keys:write"])),
)]
pub async fn update(
    holder: ApiKey<KeysWrite>,
    whence: Whence,
    State(app): State<AppState>,
    Path(id): Path<String>,
    body: JsonFields,
) -> Result<Response, Problem> {
    let (edit, disabled) = fields::edit(body)?;
    let mut key = find(&app, &holder, &id).await?;
    let (account, id) = (holder.account, key.key);
    let asked = asked(&holder, whence);
    // One body changes either the rules or the switch: two writes could be half done.
    match (disabled, edit == KeyEdit::default()) {
        (Some(_), false) => {
            let message = "switch a key off or on in a request of its own";
            return Err(Problem::bad_field("disabled", message));
        }
        (Some(true), true) => key = app.keys.disable(account, id, asked).await?,
        (Some(false), true) => key = app.keys.enable(account, id, asked).await?,
        (None, false) => key = app.keys.update(account, id, asked, &edit).await?,
        (None, true) => {}
    }
    Ok(no_store(StatusCode::OK, &Key::from(&key)))
}
