//! How a sport's answers are read.

use super::Particular;
use crate::{
    adapter::{self, AdapterError, Known, Leader, Observations, Particulars, Standings},
    afl, american_football, baseball, basketball,
    client::Answer,
    football, formula1, handball, hockey, mma, nba, rugby, volleyball,
};
use entity::model::{Instant, LeagueId, ObservedLeague, Sport};

/// Any list of matches. `now` tells which rows the upstream has forgotten.
pub fn observations(
    sport: Sport,
    answer: &Answer,
    now: Instant,
) -> Result<Observations, AdapterError> {
    match sport {
        Sport::Football => football::observations(answer),
        Sport::Basketball => basketball::observations(answer, now),
        Sport::Hockey => hockey::observations(answer, now),
        Sport::Baseball => baseball::observations(answer, now),
        Sport::Handball => handball::observations(answer, now),
        Sport::Rugby => rugby::observations(answer, now),
        Sport::Volleyball => volleyball::observations(answer, now),
        Sport::AmericanFootball => american_football::observations(answer, now),
        Sport::Nba => nba::observations(answer, now),
        Sport::Afl => afl::observations(answer, now),
        Sport::Mma => mma::observations(answer, now),
        Sport::Formula1 => formula1::observations(answer, now),
    }
}

/// The list of leagues. `now` tells which season is the current one.
pub fn leagues(
    sport: Sport,
    answer: &Answer,
    now: Instant,
) -> Result<Vec<ObservedLeague>, AdapterError> {
    match sport {
        Sport::Football => football::leagues(answer),
        Sport::Basketball => basketball::leagues(answer, now),
        Sport::Hockey => hockey::leagues(answer, now),
        Sport::Baseball => baseball::leagues(answer, now),
        Sport::Handball => handball::leagues(answer, now),
        Sport::Rugby => rugby::leagues(answer, now),
        Sport::Volleyball => volleyball::leagues(answer, now),
        Sport::AmericanFootball => american_football::leagues(answer, now),
        Sport::Nba => nba::leagues(answer, now),
        Sport::Afl => afl::leagues(answer, now),
        Sport::Formula1 => formula1::leagues(answer, now),
        Sport::Mma => Ok(Vec::new()),
    }
}

/// The seasons of one league, by their names, oldest first.
pub fn seasons(
    sport: Sport,
    answer: &Answer,
    league: &LeagueId,
) -> Result<Vec<String>, AdapterError> {
    match sport {
        Sport::Football => football::seasons(answer, league),
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Afl => adapter::seasons(answer, league),
        Sport::Nba | Sport::Formula1 => adapter::words(answer),
        Sport::Mma => Ok(Vec::new()),
    }
}

/// One of a league's tables. Where the answer does not say whose it is, it is `asked`'s.
pub fn standings(
    sport: Sport,
    answer: &Answer,
    asked: &LeagueId,
) -> Result<Vec<Standings>, AdapterError> {
    match sport {
        Sport::Football => football::standings(answer),
        Sport::Basketball => basketball::standings(answer),
        Sport::Hockey => hockey::standings(answer),
        Sport::Baseball => baseball::standings(answer),
        Sport::Handball => handball::standings(answer),
        Sport::Rugby => rugby::standings(answer),
        Sport::Volleyball => volleyball::standings(answer),
        Sport::AmericanFootball => american_football::standings(answer),
        Sport::Nba => nba::standings(answer),
        Sport::Afl => afl::standings(answer),
        Sport::Formula1 => {
            let mut tables = formula1::standings(answer)?;
            for table in &mut tables {
                table.league.id.clone_from(asked);
            }
            Ok(tables)
        }
        Sport::Mma => Ok(Vec::new()),
    }
}

/// A ranking by one of [`metrics`](super::ask::metrics), best first.
pub fn leaders(sport: Sport, metric: &str, answer: &Answer) -> Result<Vec<Leader>, AdapterError> {
    match sport {
        Sport::Football => Ok(football::leaders(answer)?.rows),
        Sport::Formula1 => formula1::leaders(answer, metric == "wins"),
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl
        | Sport::Mma => Ok(Vec::new()),
    }
}

/// One of a sport's [`particulars`](super::ask::particulars), of the match that is `known`.
pub fn particulars(
    sport: Sport,
    particular: Particular,
    answer: &Answer,
    known: &Known<'_>,
) -> Result<Particulars, AdapterError> {
    match (sport, particular) {
        (Sport::Basketball, Particular::Statistics) => basketball::statistics(answer, known),
        (Sport::Nba, Particular::Statistics) => nba::statistics(answer, known),
        (Sport::Hockey, Particular::Events) => hockey::events(answer, known),
        (Sport::AmericanFootball, Particular::Events) => american_football::events(answer, known),
        (Sport::AmericanFootball, Particular::Statistics) => {
            american_football::statistics(answer, known)
        }
        (Sport::Afl, Particular::Quarters) => afl::quarters(answer, known),
        (Sport::Afl, Particular::Events) => afl::events(answer, known),
        (Sport::Afl, Particular::Statistics) => afl::statistics(answer, known),
        (Sport::Mma, Particular::Result) => mma::results(answer, known),
        (Sport::Mma, Particular::Statistics) => mma::statistics(answer, known),
        (Sport::Formula1, Particular::Classification) => formula1::classification(answer, known),
        (Sport::Formula1, Particular::Grid) => formula1::grid(answer, known),
        (
            Sport::Football
            | Sport::Basketball
            | Sport::Hockey
            | Sport::Baseball
            | Sport::Handball
            | Sport::Rugby
            | Sport::Volleyball
            | Sport::AmericanFootball
            | Sport::Nba
            | Sport::Afl
            | Sport::Mma
            | Sport::Formula1,
            Particular::Events
            | Particular::Statistics
            | Particular::Quarters
            | Particular::Result
            | Particular::Classification
            | Particular::Grid,
        ) => Ok(Particulars::default()),
    }
}
