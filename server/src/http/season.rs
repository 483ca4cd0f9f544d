//! Which season is meant, and how far what is known of it may be trusted.
//!
//! A season is asked of the upstream only where the league has it: the current one, or one that the
//! upstream's catalogue lists. The catalogue of a league is read at most once a week, and for paid
//! plans alone, so that a made-up season costs nothing.

use super::Problem;
use crate::{
    app::AppState,
    gateway::{Fault, Payer, Policy, Rank},
    http::query::Params,
    store::leagues::KnownLeague,
};
use chrono::{Datelike, TimeDelta};
use entity::model::Freshness;
use upstream::{client::Query, football};

/// For how many seconds the catalogue of a league is good.
const CATALOGUE: i64 = 7 * 86_400;
/// The first year the vendor tells anything of.
const FIRST: i32 = 2000;

/// The season of a query string where the league has it, else the league's current one.
pub async fn of(
    app: &AppState,
    league: &KnownLeague,
    query: Params,
    payer: &dyn Payer,
) -> Result<String, Problem> {
    let season = named(league, query)?;
    if current(league) == Some(season.as_str()) || listed(app, league, &season, payer).await? {
        return Ok(season);
    }
    Err(Problem::not_found(format!(
        "{} has no season {season} that is known here; leave season out for the current one{}",
        league.name,
        current(league).map(|current| format!(", {current}")).unwrap_or_default()
    )))
}

/// Whether the catalogue lists the season.
async fn listed(
    app: &AppState,
    league: &KnownLeague,
    season: &str,
    payer: &dyn Payer,
) -> Result<bool, Problem> {
    let question = Query::new("leagues").with("id", &league.id);
    let policy = Policy::kept(CATALOGUE);
    let fetched = match app.fetcher.have(league.sport, &question, policy).await {
        Some(fetched) => fetched,
        None if payer.rank() != Rank::Paid || !plausible(season, app.clock.now().year()) => {
            return Ok(false);
        }
        None => {
            let asked = app.fetcher.get(league.sport, &question, policy, payer).await;
            asked.map_err(|fault: Fault| {
                Problem::unavailable(format!(
                    "the seasons of {} cannot be looked up now ({fault}); the current one is there without season",
                    league.name
                ))
            })?
        }
    };
    let seasons = football::seasons(&fetched.answer, &league.id).map_err(Problem::internal)?;
    Ok(seasons.iter().any(|known| known == season))
}

/// Whether any league may have it.
fn plausible(season: &str, this_year: i32) -> bool {
    season.parse::<i32>().is_ok_and(|year| (FIRST..=this_year + 1).contains(&year))
}

/// The season of a query string, else the league's current one.
fn named(league: &KnownLeague, mut query: Params) -> Result<String, Problem> {
    let season = query.read("season", |text| {
        if year(text) {
            Ok(text.to_owned())
        } else {
            Err("season is the year it began in, such as 2025".to_owned())
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

/// The league's current season as the upstream is asked for it: `2025-2026` is 2025.
pub fn current(league: &KnownLeague) -> Option<&str> {
    league.season.as_deref().and_then(|season| season.get(..4)).filter(|text| year(text))
}

fn year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What an age means where the upstream renews every so many seconds.
pub fn freshness(age: TimeDelta, every: i64) -> Freshness {
    match age.num_seconds() {
        age if age <= every * 2 => Freshness::Live,
        age if age <= every * 24 => Freshness::Delayed,
        _ => Freshness::Stale,
    }
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
        assert_eq!(of(Some("2025-2026"), ""), Ok("2025".to_owned()));
        assert_eq!(of(Some("2025"), "season=2023"), Ok("2023".to_owned()));
        assert!(of(Some("2025"), "season=last").expect_err("is refused").starts_with("season is"));
        assert!(of(None, "").expect_err("is refused").contains("name one"));
    }

    #[test]
    fn a_year_that_no_league_can_have_is_not_looked_up() {
        assert!(plausible("2023", 2026) && plausible("2027", 2026));
        assert!(!plausible("1019", 2026) && !plausible("2028", 2026));
    }

    #[test]
    fn an_old_table_is_called_stale() {
        assert_eq!(freshness(TimeDelta::minutes(59), 3_600), Freshness::Live);
        assert_eq!(freshness(TimeDelta::hours(5), 3_600), Freshness::Delayed);
        assert_eq!(freshness(TimeDelta::hours(30), 3_600), Freshness::Stale);
    }
}
