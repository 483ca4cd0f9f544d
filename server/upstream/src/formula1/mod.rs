//! Formula 1 v1: answers into our words.
//!
//! A row is a session. The sessions of a weekend share competition and season, and that is their
//! league; the session's name is the round. Who drives is told by the session's classification.

mod classification;
mod ranking;

pub use classification::{classification, grid};
pub use ranking::{leaders, standings};

use crate::{
    adapter::{self, AdapterError, Codes, Observations, Skipped, State, rows, starts_at, status},
    client::Answer,
    wire::{Maybe, Number, Text},
};
use entity::model::{
    Instant, LeagueId, MatchId, ObservedLeague, ObservedMatch, Phase, Sport, Venue,
};
use serde::Deserialize;

/// The upstream has words instead of codes.
const CODES: &Codes = &[
    ("Scheduled", Phase::Scheduled, "Not started"),
    ("Live", Phase::Live, "In progress"),
    ("Completed", Phase::Finished, "Finished"),
    ("Cancelled", Phase::Cancelled, "Session cancelled"),
    ("Postponed", Phase::Postponed, "Session postponed"),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    competition: Maybe<Competition<'a>>,
    #[serde(borrow)]
    circuit: Maybe<Circuit<'a>>,
    #[serde(borrow)]
    season: Text<'a>,
    #[serde(borrow, rename = "type")]
    session: Text<'a>,
    laps: Maybe<Laps>,
    #[serde(borrow)]
    date: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Competition<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    location: Maybe<Location<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Location<'a> {
    #[serde(borrow)]
    country: Text<'a>,
    #[serde(borrow)]
    city: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Circuit<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Laps {
    current: Number,
    total: Number,
}

/// Reads any answer of `races`.
pub fn observations(answer: &Answer, now: Instant) -> Result<Observations, AdapterError> {
    adapter::observations(answer, |row| observation(row, now))
}

/// Reads an answer of `competitions`. It tells no season; one is named after its year.
pub fn leagues(answer: &Answer, now: Instant) -> Result<Vec<ObservedLeague>, AdapterError> {
    use chrono::Datelike;
    let rows = rows::<Competition<'_>>(answer)?.into_iter().filter_map(Result::ok);
    let season = now.year().to_string();
    Ok(rows.filter_map(|row| weekend(row, Some(season.clone()), None)).collect())
}

/// The weekend a session belongs to.
fn weekend(
    competition: Competition<'_>,
    season: Option<String>,
    session: Option<String>,
) -> Option<ObservedLeague> {
    let id = competition.id.into_text()?;
    Some(ObservedLeague {
        name: competition.name.into_name().unwrap_or_else(|| id.clone()),
        id: LeagueId(id),
        country: competition.location.or_empty().country.into_name(),
        season,
        round: session,
        logo: None,
        flag: None,
    })
}

fn observation(row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let Some(id) = row.id.to_text() else {
        return Err(Skipped { id: None, reason: "the row has no id".to_owned() });
    };
    let skip = |reason: &str| Skipped { id: Some(id.clone()), reason: reason.to_owned() };
    let starts_at = starts_at(Number::default(), &row.date);
    let starts_at = starts_at.ok_or_else(|| skip("the row has no time of start"))?;
    let state = State::read(CODES, row.status.get(), row.status.get());
    let state = state.ok_or_else(|| skip("the row has no status"))?;
    let competition = row.competition.or_empty();
    let city = competition.location.get().and_then(|location| location.city.to_text());
    let venue = Venue { name: row.circuit.or_empty().name.into_name(), city };
    let league = weekend(competition, row.season.into_text(), row.session.into_text());
    let clock = row.laps.get().copied().and_then(laps);
    Ok(ObservedMatch {
        id: MatchId(id.clone()),
        sport: Sport::Formula1,
        league: league.ok_or_else(|| skip("the row has no competition id"))?,
        starts_at,
        status: status(state, clock, starts_at, now),
        competitors: Vec::new(),
        periods: Vec::new(),
        venue: (venue.name.is_some() || venue.city.is_some()).then_some(venue),
        referee: None,
        incidents: None,
        statistics: None,
        lineups: None,
    })
}

/// `Lap 23 of 57`.
fn laps(laps: Laps) -> Option<String> {
    let current = laps.current.count()?;
    Some(match laps.total.count() {
        Some(total) => format!("Lap {current} of {total}"),
        None => format!("Lap {current}"),
    })
}
