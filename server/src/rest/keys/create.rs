//! `POST /keys`

use super::{by, fields, out};
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
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};

/// Make a key with no more than the caller's own scopes. The token is in this answer only.
pub async fn create(
    holder: Held<KeysWrite>,
    State(app): State<App>,
    body: Fields,
) -> Result<Response, Problem> {
    let draft = fields::draft(body)?;
    let minted = app.keys.create(holder.account, by(&holder), &draft).await?;
    let mut response = secret(StatusCode::CREATED, &out::minted(&minted));
    let place = format!("/api/v1/keys/{}", minted.key.public_id);
    let name: HeaderName = header::LOCATION;
    response
        .headers_mut()
        .insert(name, HeaderValue::from_str(&place).expect("a public id is letters and digits"));
    Ok(response)
}
