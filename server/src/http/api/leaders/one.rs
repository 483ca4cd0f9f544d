//! `GET /sports/{sport}/leagues/{league}/leaders/{metric}`

use crate::{
    app::AppState,
    gateway::{
        leaders::{self, Wanted},
        season::freshness,
    },
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
use upstream::{adapter::Leader, sport::ask};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

/// Most players of a ranking.
const MAX_LIMIT: usize = 100;

/// What players are ranked by in one sport or another, as it is described.
struct Metric;

impl PartialSchema for Metric {
    fn schema() -> RefOr<Schema> {
        let of = |sport: Sport| match ask::metrics(sport) {
            [] => None,
            words => Some(format!("{} in {}", words.join(", "), sport.name())),
        };
        let of_each: Vec<String> = Sport::ALL.into_iter().filter_map(of).collect();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(format!("What players are ranked by: {}.", of_each.join("; "))))
            .enum_values(Some(Sport::ALL.into_iter().flat_map(ask::metrics).copied()))
            .into()
    }
}

impl ToSchema for Metric {}

/// A ranking of players.
#[derive(Serialize, ToSchema)]
struct Leaders<'a> {
    /// Whose.
    league: leagues::League<'a>,
    /// The season's name, as the league writes it.
    season: &'a str,
    /// What players are ranked by.
    #[schema(value_type = Metric)]
    metric: &'a str,
    /// Best first.
    leaders: &'a [Leader],
    /// When the upstream gave them.
    #[schema(value_type = String, format = DateTime)]
    as_of: Instant,
    /// What that means.
    freshness: Freshness,
}

/// The best players of a league by goals, assists or cards, or drivers by points or wins.
///
/// Players who are level share a rank: 1, 2, 2, 4. Read from the upstream when asked for and kept
/// over a restart, with its age told.
#[utoipa::path(
    get, path = "/api/v1/sports/{sport}/leagues/{league}/leaders/{metric}", tag = "Leagues", operation_id = "leaders",
    params(
        ("sport" = Sport, Path, description = "The sport", example = "football"),
        ("league" = String, Path, description = "The league's slug or upstream number", example = "elite-series"),
        ("metric" = Metric, Path, description = "What players are ranked by", example = "goals"),
        ("season" = Option<String>, Query, description = "A season that the league has, by its name or the year it began in; the current one unless said otherwise", pattern = "^[0-9]{4}(-[0-9]{4})?$", example = "2026"),
        ("limit" = Option<u32>, Query, description = "Most players; 20 unless said otherwise", minimum = 1, maximum = 100, example = 10),
    ),
    responses(
        (status = 200, description = "The ranking, best first", body = Leaders<'_>, headers(("X-Data-As-Of"))),
        (status = 502, response = BadGateway),
        (status = 504, response = GatewayTimeout),
    ),
)]
pub async fn one(
    _: Requires<MatchesRead>,
    Caller(access): Caller,
    State(app): State<AppState>,
    Path((sport, league, metric)): Path<(String, String, String)>,
    mut query: Params,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let sport = query::sport(&sport)?;
    let league = leagues::find(&app, sport, &league)?;
    let metric =
        leaders::metric(sport, &metric).ok_or_else(|| Problem::not_found(no_ranking(sport)))?;
    let limit = query.number("limit", 20, (1, MAX_LIMIT));
    let payer = app.misses.of(&access);
    let season = season::of(&app, &league, query, &payer).await?;
    let wanted = Wanted { league: &league, season: &season, metric, limit };
    let ranking = leaders::read(&app.fetcher, &*app.leaderboards, wanted, &payer)
        .await
        .map_err(|error| upstream_problem::of(error, app.clock.now()))?;
    let out = Leaders {
        league: (&*league).into(),
        season: &season,
        metric,
        leaders: &ranking.rows,
        as_of: ranking.as_of,
        freshness: freshness(app.clock.now() - ranking.as_of, leaders::EVERY),
    };
    Ok(JsonResponse::of(&out, Some(ranking.as_of), 300).to(&known))
}

fn no_ranking(sport: Sport) -> String {
    let name = sport.name();
    match ask::metrics(sport) {
        [] => format!("{name} has no rankings; /docs/coverage says what each sport has"),
        known => format!("{name} is ranked by {}", known.join(", ")),
    }
}
