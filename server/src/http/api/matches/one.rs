//! `GET /sports/{sport}/leagues/{league}/matches/{match}`

use super::find;
use crate::{
    app::AppState,
    http::{
        MatchesRead, Problem, Requires,
        path::Path,
        response::{IfNoneMatch, JsonResponse, max_age},
    },
};
use axum::{extract::State, response::Response};
use entity::model::{Match, Sport};

/// One match.
#[utoipa::path(
    get, path = "/api/v1/sports/{sport}/leagues/{league}/matches/{id}", tag = "Matches", operation_id = "match",
    params(
        ("sport" = Sport, Path, description = "The sport", example = "football"),
        ("league" = String, Path, description = "The league's slug or upstream number", example = "spain-national-cup"),
        ("id" = String, Path, description = "The match's number", example = "277806500"),
    ),
    responses((status = 200, description = "The match", body = Match, headers(("X-Data-As-Of"), ("X-Position")))),
)]
pub async fn one(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    Path((sport, league, id)): Path<(String, String, String)>,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let position = app.position();
    let body = find(&app, &sport, &league, &id).await?.body(app.clock.now());
    let max_age = max_age(body.freshness);
    let (as_of, position) = (Some(body.said), Some(position));
    Ok(JsonResponse { json: body.json, etag: body.etag, as_of, max_age, position }.to(&known))
}
