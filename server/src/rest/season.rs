//! Which season is meant, and how far what is known of it may be trusted.

use super::{Problem, params::Params};
use crate::store::leagues::KnownLeague;
use chrono::TimeDelta;
use entity::model::Freshness;

/// The season of a query string, else the league's current one.
pub fn of(league: &KnownLeague, mut query: Params) -> Result<String, Problem> {
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
            |season, query| of(&league(season), Params::parse(query)).map_err(|p| p.to_string());
        assert_eq!(of(Some("2025-2026"), ""), Ok("2025".to_owned()));
        assert_eq!(of(Some("2025"), "season=2023"), Ok("2023".to_owned()));
        assert!(of(Some("2025"), "season=last").expect_err("is refused").starts_with("season is"));
        assert!(of(None, "").expect_err("is refused").contains("name one"));
    }

    #[test]
    fn an_old_table_is_called_stale() {
        assert_eq!(freshness(TimeDelta::minutes(59), 3_600), Freshness::Live);
        assert_eq!(freshness(TimeDelta::hours(5), 3_600), Freshness::Delayed);
        assert_eq!(freshness(TimeDelta::hours(30), 3_600), Freshness::Stale);
    }
}
