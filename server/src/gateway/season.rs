//! Which seasons a league has, and how far what is known of one may be trusted.
//!
//! The catalogue of a league is read at most once a week, and for paid plans alone, so that a made-up
//! season costs nothing.

use super::{Fetcher, Payer, Policy, Rank, ReadError};
use crate::store::leagues::KnownLeague;
use chrono::{Datelike, TimeDelta};
use entity::model::{Freshness, Instant};
use upstream::{client::Query, football};

/// For how many seconds the catalogue of a league is good.
const CATALOGUE: i64 = 7 * 86_400;
/// The first year the vendor tells anything of.
const FIRST: i32 = 2000;

/// The league's current season as the upstream is asked for it: `2025-2026` is 2025.
pub fn current(league: &KnownLeague) -> Option<&str> {
    league.season.as_deref().and_then(|season| season.get(..4)).filter(|text| is_year(text))
}

/// Whether a text is a season as the upstream is asked for it.
pub fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the upstream's catalogue lists the season.
pub async fn is_listed(
    fetcher: &Fetcher,
    league: &KnownLeague,
    season: &str,
    now: Instant,
    payer: &dyn Payer,
) -> Result<bool, ReadError> {
    let question = Query::new("leagues").with("id", &league.id);
    let policy = Policy::kept(CATALOGUE);
    let fetched = match fetcher.have(league.sport, &question, policy).await {
        Some(fetched) => fetched,
        None if payer.rank() != Rank::Paid || !is_plausible(season, now.year()) => {
            return Ok(false);
        }
        None => fetcher.get(league.sport, &question, policy, payer).await?,
    };
    let seasons = football::seasons(&fetched.answer, &league.id)?;
    Ok(seasons.iter().any(|known| known == season))
}

/// Whether any league may have it.
fn is_plausible(season: &str, this_year: i32) -> bool {
    season.parse::<i32>().is_ok_and(|year| (FIRST..=this_year + 1).contains(&year))
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
        assert!(is_plausible("2023", 2026) && is_plausible("2027", 2026));
        assert!(!is_plausible("1019", 2026) && !is_plausible("2028", 2026));
    }

    #[test]
    fn an_old_table_is_called_stale() {
        assert_eq!(freshness(TimeDelta::minutes(59), 3_600), Freshness::Live);
        assert_eq!(freshness(TimeDelta::hours(5), 3_600), Freshness::Delayed);
        assert_eq!(freshness(TimeDelta::hours(30), 3_600), Freshness::Stale);
    }
}
