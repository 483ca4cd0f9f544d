//! `GET /sports`

use super::SportSummary;
use crate::{
    app::AppState,
    http::{
        MatchesRead, Requires,
        api::last_confirmed,
        response::{IfNoneMatch, JsonResponse},
    },
};
use axum::{extract::State, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

/// The followed sports.
#[derive(Serialize, ToSchema)]
struct SportList {
    /// The page.
    data: Vec<SportSummary>,
    /// Always null: sports fit one page.
    next_cursor: Option<String>,
}

/// The sports, with counts of live and today's matches.
#[utoipa::path(
    get, path = "/api/v1/sports", tag = "Sports", operation_id = "sports",
    responses((status = 200, description = "The sports", body = SportList, headers(("X-Data-As-Of"), ("X-Position")))),
)]
pub async fn list(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    known: IfNoneMatch,
) -> Response {
    let position = app.position();
    let page = SportList { data: SportSummary::all(&app), next_cursor: None };
    JsonResponse::by_name(&page, last_confirmed(&app, None), 1).at(position).to(&known)
}
