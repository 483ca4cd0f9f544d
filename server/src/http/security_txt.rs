//! `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness in this installation.

use crate::{app::AppState, http::Problem};
use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{SecondsFormat, TimeDelta, Utc};

/// How long what it says is good; it is written anew for each who asks.
const GOOD_FOR: TimeDelta = TimeDelta::days(90);

/// The route.
pub fn router() -> Router<AppState> {
    Router::new().route("/.well-known/security.txt", get(read))
}

async fn read(State(app): State<AppState>) -> Result<Response, Problem> {
    let Some(contact) = &app.config.ops.security_contact else {
        return Err(Problem::not_found("contact: this installation names none for weaknesses"));
    };
    let until = (Utc::now() + GOOD_FOR).to_rfc3339_opts(SecondsFormat::Secs, true);
    let own = &app.config.bind.app_url;
    let text = format!(
        "Contact: {contact}\nExpires: {until}\nPreferred-Languages: en\n\
         Canonical: {own}/.well-known/security.txt\n"
    );
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
    Ok(([kind, (header::CACHE_CONTROL, "public, max-age=3600")], text).into_response())
}
