//! `GET /matches` and `GET /sports/{sport}/leagues/{league}/matches`

use super::filter::{self, Asked, Described};
use crate::{
    app::AppState,
    http::{
        MatchesRead, Problem, Requires,
        api::{last_confirmed, leagues},
        cursor,
        path::Path,
        query::{self, Params},
        response::{IfNoneMatch, JsonResponse},
    },
    store::{Body, CachedMatch, Row},
};
use axum::{extract::State, response::Response};
use entity::model::{Freshness, Instant, Sport};
use std::sync::Arc;
use utoipa::ToSchema;

/// A page of matches.
#[derive(ToSchema)]
#[expect(dead_code, reason = "rows are bytes already, which are strung together")]
struct MatchList<'a> {
    /// The page, by kick-off.
    data: Vec<Row<'a>>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// Matches across leagues.
///
/// Rows leave out `lineups` and `statistics` unless `include` names them; one match is always whole.
#[utoipa::path(
    get, path = "/api/v1/matches", tag = "Matches", operation_id = "matches",
    params(
        ("sport" = Option<Sport>, Query, description = "Matches of this sport", example = "football"),
        ("league" = Option<String>, Query, description = "Matches of this league, by slug or upstream number", example = "spain-national-cup"),
        Described,
    ),
    responses((status = 200, description = "A page of matches", body = MatchList<'_>, headers(("X-Data-As-Of"), ("X-Position")))),
)]
pub async fn all(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    mut query: Params,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let asked = filter::read(&app, &mut query)?;
    Ok(page(&app, &asked).await?.to(&known))
}

/// Matches of one league.
///
/// Rows leave out `lineups` and `statistics` unless `include` names them; one match is always whole.
#[utoipa::path(
    get, path = "/api/v1/sports/{sport}/leagues/{league}/matches", tag = "Matches", operation_id = "league_matches",
    params(
        ("sport" = Sport, Path, description = "The sport", example = "football"),
        ("league" = String, Path, description = "The league's slug or upstream number", example = "spain-national-cup"),
        Described,
    ),
    responses((status = 200, description = "A page of matches", body = MatchList<'_>, headers(("X-Data-As-Of"), ("X-Position")))),
)]
pub async fn of_league(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    Path((sport, league)): Path<(String, String)>,
    mut query: Params,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let league = leagues::find(&app, query::sport(&sport)?, &league)?;
    let mut asked = filter::read(&app, &mut query)?;
    asked.selection.sport = Some(league.sport);
    asked.selection.league = Some(league.id.clone());
    Ok(page(&app, &asked).await?.to(&known))
}

async fn page(app: &AppState, asked: &Asked) -> Result<JsonResponse, Problem> {
    let Asked { selection, limit, include } = asked;
    // The position first, then the state.
    let (position, now) = (app.position(), app.clock.now());
    let mut found: Vec<Arc<CachedMatch>> = app.reader.list(selection, limit + 1).await?;
    let more = found.len() > *limit;
    found.truncate(*limit);
    let next = found.last().filter(|_| more).map(|last| cursor::after(last.doc()));
    let bodies: Vec<Body> = found.iter().map(|entry| entry.row(now, *include)).collect();
    let as_of = oldest(&bodies).or_else(|| last_confirmed(app, selection.sport));
    Ok(JsonResponse::list(
        bodies.iter().map(|body| &body.json[..]),
        ("next_cursor", next.as_deref()),
        as_of,
        1,
    )
    .at(position))
}

/// All that may still change is at least this current.
fn oldest(bodies: &[Body]) -> Option<Instant> {
    let open =
        bodies.iter().filter(|body| body.freshness != Freshness::Final).map(|b| b.as_of).min();
    open.or_else(|| bodies.iter().map(|body| body.as_of).max())
}
