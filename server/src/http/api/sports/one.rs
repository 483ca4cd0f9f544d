//! `GET /sports/{sport}`

use super::SportSummary;
use crate::{
    app::AppState,
    http::{
        MatchesRead, Problem, Requires,
        api::last_confirmed,
        path::Path,
        query,
        response::{IfNoneMatch, JsonResponse},
    },
};
use axum::{extract::State, response::Response};
use entity::model::Sport;

/// One sport, with counts of live and today's matches.
#[utoipa::path(
    get, path = "/api/v1/sports/{sport}", tag = "Sports", operation_id = "sport",
    params(
        ("sport" = Sport, Path, description = "The sport", example = "football"),
    ),
    responses((status = 200, description = "The sport", body = SportSummary, headers(("X-Data-As-Of")))),
)]
pub async fn one(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    Path(sport): Path<String>,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let sport = query::sport(&sport)?;
    let found = SportSummary::all(&app).into_iter().find(|out| out.sport == sport);
    let found = found
        .ok_or_else(|| Problem::not_found(format!("{} is not followed here", sport.name())))?;
    Ok(JsonResponse::of(&found, last_confirmed(&app, Some(sport)), 1).to(&known))
}
