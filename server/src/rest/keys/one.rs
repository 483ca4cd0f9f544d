//! `GET /keys/{id}`

use super::{find, out};
use crate::{
    rest::{
        Problem,
        answer::Answer,
        caller::{Held, KeysWrite},
    },
    service::App,
};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};

/// One key of the caller's account.
pub async fn one(
    holder: Held<KeysWrite>,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let key = find(&app, &holder, &id).await?;
    Ok(Answer::of(&out::key(&key), None, 0).private_to(&headers))
}
