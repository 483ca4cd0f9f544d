//! `GET /sports`

use super::SportOut;
use crate::{
    rest::{Caller, answer::Answer},
    service::App,
};
use axum::{extract::State, http::HeaderMap, response::Response};
use serde_json::json;

/// The sports, with counts of live and today's matches.
pub async fn list(_: Caller, State(app): State<App>, headers: HeaderMap) -> Response {
    Answer::of(&json!({ "data": SportOut::all(&app), "next_cursor": null }), None, 1).to(&headers)
}
