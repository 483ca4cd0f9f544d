//! `GET /sports/{sport}/leagues`

use super::League;
use crate::{
    app::AppState,
    http::{
        MatchesRead, Problem, Requires,
        api::last_confirmed,
        cursor,
        path::Path,
        query::{self, Params},
        response::{IfNoneMatch, JsonResponse},
    },
};
use axum::{extract::State, response::Response};
use entity::model::Sport;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of leagues.
#[derive(Serialize, ToSchema)]
struct LeagueList<'a> {
    /// The page, by name.
    data: Vec<League<'a>>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// The leagues of a sport by name; `country` and `search` filter, `limit` and `cursor` page.
#[utoipa::path(
    get, path = "/api/v1/sports/{sport}/leagues", tag = "Leagues", operation_id = "leagues",
    params(
        ("sport" = Sport, Path, description = "The sport", example = "football"),
        ("country" = Option<String>, Query, description = "Leagues of this country, by its name", example = "Spain"),
        ("search" = Option<String>, Query, description = "Leagues whose name holds this text", example = "national"),
        ("limit" = Option<u32>, Query, description = "Most rows of a page; 100 unless said otherwise", minimum = 1, maximum = 500, example = 5),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "A page of leagues", body = LeagueList<'_>, headers(("X-Data-As-Of"), ("X-Position")))),
)]
pub async fn list(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    Path(sport): Path<String>,
    mut query: Params,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let sport = query::sport(&sport)?;
    if !app.config.upstream.sports.contains_key(&sport) {
        return Err(Problem::not_found(format!("{} is not followed here", sport.name())));
    }
    let limit: usize = query.number("limit", 100, (1, 500));
    let after = match query.text("cursor").map(|text| cursor::open(text, 1)).transpose() {
        Ok(parts) => parts.map(|parts| parts[0].clone()),
        Err(error) => {
            query.fault(error);
            None
        }
    };
    let lower = |text: &str| text.to_lowercase();
    let (country, search) = (query.text("country").map(lower), query.text("search").map(lower));
    query.check()?;
    let position = app.position();
    let all = app.leagues.of(sport);
    let begin = after.map_or(0, |slug| {
        all.iter().position(|league| league.slug.0 == slug).map_or(all.len(), |at| at + 1)
    });
    let mut found = all[begin..]
        .iter()
        .filter(|l| {
            country.as_ref().is_none_or(|c| l.country.as_deref().map(lower).as_ref() == Some(c))
        })
        .filter(|l| search.as_ref().is_none_or(|s| lower(&l.name).contains(s)));
    let page: Vec<_> = found.by_ref().take(limit).collect();
    let next_cursor = found.next().and(page.last()).map(|last| cursor::seal(&[&last.slug.0]));
    let data = page.iter().map(|league| League::from(&***league)).collect();
    let page = LeagueList { data, next_cursor };
    Ok(JsonResponse::by_name(&page, last_confirmed(&app, Some(sport)), 60).at(position).to(&known))
}
