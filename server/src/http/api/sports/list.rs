//! `GET /sports`

use super::SportOut;
use crate::{
    app::AppState,
    http::{
        MatchesRead, Requires,
        api::confirmed,
        docs::schema,
        response::{Answer, Known},
    },
};
use axum::{extract::State, response::Response};
use serde_json::json;

/// The sports, with counts of live and today's matches.
#[utoipa::path(
    get, path = "/sports", tag = "Sports", operation_id = "sports",
    responses((status = 200, description = "The sports", body = schema::SportList)),
)]
pub async fn list(_: Requires<MatchesRead>, State(app): State<AppState>, known: Known) -> Response {
    let position = app.position();
    let page = json!({ "data": SportOut::all(&app), "next_cursor": null });
    Answer::of(&page, confirmed(&app, None), 1).at(position).to(&known)
}
