//! `GET /sports/{sport}/leagues/{league}/standings`

use crate::{
    app::AppState,
    gateway::{season::freshness, standings},
    http::{
        Caller, MatchesRead, Problem, Requires,
        api::leagues,
        path::Path,
        query::{self, Params},
        response::{IfNoneMatch, JsonResponse},
        season,
        upstream_problem::{self, BadGateway, GatewayTimeout},
    },
};
use axum::{extract::State, response::Response};
use entity::model::{Freshness, Instant, Sport};
use serde::Serialize;
use upstream::adapter::Group;
use utoipa::ToSchema;

/// The tables of a league and season.
#[derive(Serialize, ToSchema)]
struct Standings<'a> {
    /// Whose.
    league: leagues::League<'a>,
    /// The season's name, as the league writes it.
    season: &'a str,
    /// One for most leagues.
    groups: &'a [Group],
    /// When the upstream gave them.
    #[schema(value_type = String, format = DateTime)]
    as_of: Instant,
    /// What that means.
    freshness: Freshness,
}

/// The table of a league.
///
/// One group for most leagues, several where the season is played in groups. Read from the upstream
/// when asked for and kept over a restart: `as_of` and `X-Data-As-Of` say how old it is, `freshness`
/// what that means. A league whose table is not known yet has an empty list of groups.
#[utoipa::path(
    get, path = "/api/v1/sports/{sport}/leagues/{league}/standings", tag = "Leagues", operation_id = "standings",
    params(
        ("sport" = Sport, Path, description = "The sport", example = "football"),
        ("league" = String, Path, description = "The league's slug or upstream number", example = "elite-series"),
        ("season" = Option<String>, Query, description = "A season that the league has, by its name or the year it began in; the current one unless said otherwise", pattern = "^[0-9]{4}(-[0-9]{4})?$", example = "2026"),
    ),
    responses(
        (status = 200, description = "The tables", body = Standings<'_>, headers(("X-Data-As-Of"))),
        (status = 502, response = BadGateway),
        (status = 504, response = GatewayTimeout),
    ),
)]
pub async fn one(
    _: Requires<MatchesRead>,
    Caller(access): Caller,
    State(app): State<AppState>,
    Path((sport, league)): Path<(String, String)>,
    query: Params,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let sport = query::sport(&sport)?;
    let league = leagues::find(&app, sport, &league)?;
    if !standings::has_any(sport) {
        return Err(Problem::not_found(format!(
            "{} has no tables; /docs/coverage says what each sport has",
            sport.name()
        )));
    }
    let payer = app.misses.of(&access);
    let season = season::of(&app, &league, query, &payer).await?;
    let tables = standings::read(&app.fetcher, &league, &season, &payer)
        .await
        .map_err(|error| upstream_problem::of(error, app.clock.now()))?;
    let out = Standings {
        league: (&*league).into(),
        season: &season,
        groups: &tables.groups,
        as_of: tables.as_of,
        freshness: freshness(app.clock.now() - tables.as_of, standings::EVERY),
    };
    Ok(JsonResponse::of(&out, Some(tables.as_of), 60).to(&known))
}
