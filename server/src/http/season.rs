//! Which season a request means.
//!
//! A season is asked of the upstream only where the league has it: the current one, or one that the
//! upstream's catalogue lists.

use super::Problem;
use crate::{
    app::AppState,
    gateway::{
        Payer, ReadError,
        season::{current, is_meant, is_season, listed},
    },
    http::query::Params,
    store::leagues::KnownLeague,
};

/// The season of a query string where the league has it, else the league's current one.
pub async fn of(
    app: &AppState,
    league: &KnownLeague,
    query: Params,
    payer: &dyn Payer,
) -> Result<String, Problem> {
    let season = named(league, query)?;
    if let Some(current) = current(league).filter(|current| is_meant(current, &season)) {
        return Ok(current.to_owned());
    }
    let now = app.clock.now();
    let found = listed(&app.fetcher, league, &season, now, payer).await;
    if let Some(season) = found.map_err(|error| unlisted(league, error))? {
        return Ok(season);
    }
    Err(Problem::not_found(format!(
        "{} has no season {season} that is known here; leave season out for the current one{}",
        league.name,
        current(league).map(|current| format!(", {current}")).unwrap_or_default()
    )))
}

/// The catalogue of a league cannot be read.
fn unlisted(league: &KnownLeague, error: ReadError) -> Problem {
    match error {
        ReadError::Fault(fault) => Problem::unavailable(format!(
            "the seasons of {} cannot be looked up now ({fault}); the current one is there without season",
            league.name
        )),
        ReadError::Decode(_) | ReadError::Rankings(_) => Problem::internal(error),
    }
}

/// The season of a query string, else the league's current one.
fn named(league: &KnownLeague, mut query: Params) -> Result<String, Problem> {
    let season = query.read("season", |text| {
        if is_season(text) {
            Ok(text.to_owned())
        } else {
            Err("season is the year it began in, such as 2025, or its name, such as 2025-2026"
                .to_owned())
        }
    });
    query.check()?;
    season.or_else(|| current(league).map(str::to_owned)).ok_or_else(|| {
        Problem::bad_field(
            "season",
            format!("the current season of {} is not known; name one", league.name),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::model::{LeagueId, LeagueSlug, Sport};

    fn league(season: Option<&str>) -> KnownLeague {
        KnownLeague {
            sport: Sport::Football,
            id: LeagueId("4".to_owned()),
            slug: LeagueSlug("euro-championship".to_owned()),
            name: "Euro Championship".to_owned(),
            country: None,
            season: season.map(str::to_owned),
            logo: None,
            flag: None,
        }
    }

    #[test]
    fn the_current_season_is_meant_unless_one_is_named() {
        let of =
            |season, query| named(&league(season), Params::parse(query)).map_err(|p| p.to_string());
        assert_eq!(of(Some("2025-2026"), ""), Ok("2025-2026".to_owned()));
        assert_eq!(of(Some("2025"), "season=2023"), Ok("2023".to_owned()));
        assert!(of(Some("2025"), "season=last").expect_err("is refused").starts_with("season is"));
        assert!(of(None, "").expect_err("is refused").contains("name one"));
    }
}
