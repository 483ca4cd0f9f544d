//! How a sport's upstream is asked.

use super::Particular;
use crate::{client::Query, football::Metric};
use chrono::NaiveDate;
use entity::model::{LeagueId, MatchId, Sport};

/// The leagues there are; `None` where only matches name them.
pub fn leagues(sport: Sport) -> Option<Query> {
    match sport {
        Sport::Football => Some(Query::new("leagues").with("current", "true")),
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl => Some(Query::new("leagues")),
        Sport::Formula1 => Some(Query::new("competitions")),
        Sport::Mma => None,
    }
}

/// The seasons a league has; `None` where only matches name them.
pub fn seasons(sport: Sport, league: &LeagueId) -> Option<Query> {
    match sport {
        Sport::Football
        | Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Afl => Some(Query::new("leagues").with("id", league)),
        Sport::Nba | Sport::Formula1 => Some(Query::new("seasons")),
        Sport::Mma => None,
    }
}

/// Every match in play; `None` where the day's list is all there is.
pub fn live(sport: Sport) -> Option<Query> {
    match sport {
        Sport::Football | Sport::AmericanFootball | Sport::Nba => {
            Some(Query::new(rows(sport)).with("live", "all"))
        }
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::Afl
        | Sport::Mma
        | Sport::Formula1 => None,
    }
}

/// Every match of one UTC day.
pub fn day(sport: Sport, date: NaiveDate) -> Query {
    Query::new(rows(sport)).with("date", date)
}

/// How many matches one call may name.
pub const fn matches_a_call(sport: Sport) -> usize {
    match sport {
        Sport::Football => 20,
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl
        | Sport::Mma
        | Sport::Formula1 => 1,
    }
}

/// These matches; `None` where they are none or more than one call may name.
pub fn matches(sport: Sport, ids: &[MatchId]) -> Option<Query> {
    match ids {
        [] => None,
        [id] => Some(Query::new(rows(sport)).with("id", id)),
        ids if ids.len() <= matches_a_call(sport) => {
            let ids: Vec<&str> = ids.iter().map(|id| id.0.as_str()).collect();
            Some(Query::new(rows(sport)).with("ids", ids.join("-")))
        }
        _ => None,
    }
}

/// The tables of a league's season, in one call or several; none where there is no table.
///
/// The season goes out as the upstream names it, `2024` or `2024-2025`.
pub fn standings(sport: Sport, league: &LeagueId, season: &str) -> Vec<Query> {
    match sport {
        Sport::Football
        | Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl => {
            vec![Query::new("standings").with("league", league).with("season", season)]
        }
        Sport::Formula1 => {
            let of = |what: &str| Query::new(format!("rankings/{what}")).with("season", season);
            vec![of("drivers"), of("teams")]
        }
        Sport::Mma => Vec::new(),
    }
}

/// What a sport's upstream ranks players by, as words in addresses.
pub const fn metrics(sport: Sport) -> &'static [&'static str] {
    match sport {
        Sport::Football => &["goals", "assists", "yellow-cards", "red-cards"],
        Sport::Formula1 => &["points", "wins"],
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl
        | Sport::Mma => &[],
    }
}

/// The ranking of a league's season by one of [`metrics`].
pub fn leaders(sport: Sport, metric: &str, league: &LeagueId, season: &str) -> Option<Query> {
    if !metrics(sport).contains(&metric) {
        return None;
    }
    match sport {
        Sport::Football => {
            let endpoint = Metric::from_slug(metric)?.endpoint();
            Some(Query::new(endpoint).with("league", league).with("season", season))
        }
        Sport::Formula1 => Some(Query::new("rankings/drivers").with("season", season)),
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl
        | Sport::Mma => None,
    }
}

/// What endpoints of its own tell of one match. Football's rows hold everything when they are asked
/// for by number.
pub const fn particulars(sport: Sport) -> &'static [Particular] {
    match sport {
        Sport::Basketball | Sport::Nba => &[Particular::Statistics],
        Sport::Hockey => &[Particular::Events],
        Sport::AmericanFootball => &[Particular::Events, Particular::Statistics],
        Sport::Afl => &[Particular::Quarters, Particular::Events, Particular::Statistics],
        Sport::Mma => &[Particular::Result, Particular::Statistics],
        Sport::Formula1 => &[Particular::Grid, Particular::Classification],
        Sport::Football | Sport::Baseball | Sport::Handball | Sport::Rugby | Sport::Volleyball => {
            &[]
        }
    }
}

/// One of a sport's [`particulars`].
pub fn particular(sport: Sport, particular: Particular, id: &MatchId) -> Option<Query> {
    if !particulars(sport).contains(&particular) {
        return None;
    }
    let (endpoint, name) = match sport {
        Sport::Hockey => ("games/events", "game"),
        Sport::Nba => ("games/statistics", "id"),
        Sport::Formula1 if particular == Particular::Grid => ("rankings/startinggrid", "race"),
        Sport::Formula1 => ("rankings/races", "race"),
        Sport::Mma if particular == Particular::Result => ("fights/results", "id"),
        Sport::Mma => ("fights/statistics/fighters", "id"),
        Sport::Basketball | Sport::AmericanFootball | Sport::Afl => match particular {
            Particular::Quarters => ("games/quarters", "id"),
            Particular::Events => ("games/events", "id"),
            Particular::Statistics
            | Particular::Result
            | Particular::Classification
            | Particular::Grid => ("games/statistics/teams", "id"),
        },
        Sport::Football | Sport::Baseball | Sport::Handball | Sport::Rugby | Sport::Volleyball => {
            return None;
        }
    };
    Some(Query::new(endpoint).with(name, id))
}

/// The endpoint that lists matches.
const fn rows(sport: Sport) -> &'static str {
    match sport {
        Sport::Football => "fixtures",
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl => "games",
        Sport::Mma => "fights",
        Sport::Formula1 => "races",
    }
}
