//! `GET /sports/{sport}/leagues/{league}`

use super::{League, find};
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

/// One league, by slug or upstream number.
#[utoipa::path(
    get, path = "/api/v1/sports/{sport}/leagues/{league}", tag = "Leagues", operation_id = "league",
    params(
        ("sport" = Sport, Path, description = "The sport", example = "football"),
        ("league" = String, Path, description = "The league's slug or upstream number", example = "spain-national-cup"),
    ),
    responses((status = 200, description = "The league", body = League<'_>, headers(("X-Data-As-Of")))),
)]
pub async fn one(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    Path((sport, league)): Path<(String, String)>,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let league = find(&app, query::sport(&sport)?, &league)?;
    let as_of = last_confirmed(&app, Some(league.sport));
    Ok(JsonResponse::of(&League::from(&*league), as_of, 60).to(&known))
}
