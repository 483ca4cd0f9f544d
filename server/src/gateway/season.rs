//! Which seasons a league has, and how far what is known of one may be trusted.
//!
//! The catalogue of a league is read at most once a week, and for paid plans alone, so that a made-up
//! season costs nothing.

use super::{Fetcher, Payer, Policy, Rank, ReadError};
use crate::store::leagues::KnownLeague;
use chrono::{Datelike, TimeDelta};
use entity::model::{Freshness, Instant};
use upstream::sport::{ask, read};

/// For how many seconds the catalogue of a league is good.
const CATALOGUE: i64 = 7 * 86_400;
/// The first year the vendor tells anything of.
const FIRST: i32 = 2000;

/// The league's current season, named as the upstream names it: `2025` or `2025-2026`.
pub fn current(league: &KnownLeague) -> Option<&str> {
    league.season.as_deref().filter(|text| is_season(text))
}

/// Whether a text may name a season: a year, or a year and the next one.
pub fn is_season(text: &str) -> bool {
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        Some((first, second)) => is_year(first) && is_year(second),
        None => is_year(text),
    }
}

/// Whether a season is meant by a text: it is its name, or the year it began in.
pub fn is_meant(season: &str, text: &str) -> bool {
    season == text || season.split_once('-').is_some_and(|(first, _)| first == text)
}

/// The season of the upstream's catalogue that a text means.
pub async fn listed(
    fetcher: &Fetcher,
    league: &KnownLeague,
    text: &str,
    now: Instant,
    payer: &dyn Payer,
) -> Result<Option<String>, ReadError> {
    let Some(question) = ask::seasons(league.sport, &league.id) else { return Ok(None) };
    let policy = Policy::kept(CATALOGUE);
    let fetched = match fetcher.have(league.sport, &question, policy).await {
        Some(fetched) => fetched,
        None if payer.rank() != Rank::Paid || !is_plausible(text, now.year()) => {
            return Ok(None);
        }
        None => fetcher.get(league.sport, &question, policy, payer).await?,
    };
    let seasons = read::seasons(league.sport, &fetched.answer, &league.id)?;
    let exact = seasons.iter().find(|season| *season == text);
    Ok(exact.or_else(|| seasons.iter().find(|season| is_meant(season, text))).cloned())
}

/// Whether any league may have it.
fn is_plausible(season: &str, this_year: i32) -> bool {
    let first = season.get(..4).and_then(|year| year.parse::<i32>().ok());
    first.is_some_and(|year| (FIRST..=this_year + 1).contains(&year))
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

    #[test]
    fn a_year_that_no_league_can_have_is_not_looked_up() {
        assert!(is_plausible("2023", 2026) && is_plausible("2027-2028", 2026));
        assert!(!is_plausible("1019", 2026) && !is_plausible("2028", 2026));
    }

    #[test]
    fn a_season_of_two_years_is_meant_by_its_name_and_by_its_first_year() {
        assert!(is_meant("2024-2025", "2024-2025") && is_meant("2024-2025", "2024"));
        assert!(!is_meant("2024-2025", "2025") && !is_meant("2024", "2024-2025"));
        assert!(is_season("2024") && is_season("2024-2025"));
        assert!(!is_season("2024-25") && !is_season("last") && !is_season("-2024"));
    }

    #[test]
    fn an_old_table_is_called_stale() {
        assert_eq!(freshness(TimeDelta::minutes(59), 3_600), Freshness::Live);
        assert_eq!(freshness(TimeDelta::hours(5), 3_600), Freshness::Delayed);
        assert_eq!(freshness(TimeDelta::hours(30), 3_600), Freshness::Stale);
    }
}
