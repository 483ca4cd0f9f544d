//! Who drives, in the order of the session.

use crate::{
    adapter::{AdapterError, Known, Measures, Particulars, Team, rows},
    client::Answer,
    wire::{Maybe, Number, Text},
};
use entity::model::{Competitor, Incident, IncidentKind, Role};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place<'a> {
    #[serde(borrow)]
    race: Maybe<Race<'a>>,
    #[serde(borrow)]
    driver: Maybe<Driver<'a>>,
    position: Number,
    #[serde(borrow)]
    time: Text<'a>,
    laps: Number,
    grid: Number,
    pits: Number,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Race<'a> {
    #[serde(borrow)]
    id: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Driver<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub image: Text<'a>,
}

/// Reads an answer of `rankings/races`: drivers in their order, which stands for the position, as
/// that is nought for some who did not finish. Whoever leads the list has won, in a race or sprint.
pub fn classification(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let places = places(answer, known)?;
    let competes = known
        .round
        .is_none_or(|round| ["race", "sprint"].iter().any(|name| round.eq_ignore_ascii_case(name)));
    let decided = competes && places.iter().any(|(_, place)| place.position.get() == Some(1));
    let competitors: Vec<Competitor> = places
        .iter()
        .map(|(driver, place)| {
            let winner = decided.then(|| place.position.get() == Some(1));
            Competitor { winner, ..driver.clone() }
        })
        .collect();
    if competitors.is_empty() {
        return Ok(Particulars::default());
    }
    let drivers = Known { competitors: &competitors, ..*known };
    let mut measures = Measures::of(&drivers);
    let mut incidents = Vec::new();
    for (at, (driver, place)) in places.iter().enumerate() {
        let count = |number: Number| number.count().filter(|n| *n > 0).map(f64::from);
        measures.put(at, "position", count(place.position), None);
        measures.put(at, "grid", count(place.grid), None);
        measures.put(at, "laps", place.laps.count().map(f64::from), None);
        measures.put(at, "pit_stops", place.pits.count().map(f64::from), None);
        let Some(time) = place.time.get() else { continue };
        match time.strip_prefix('+') {
            Some(gap) => measures.put(at, "gap", seconds(gap), Some("s")),
            None => measures.put(at, "time", seconds(time), Some("s")),
        }
        if time.chars().all(char::is_alphabetic) {
            incidents.push(out(driver, time));
        }
    }
    Ok(Particulars {
        competitors: Some(competitors.clone()),
        statistics: measures.finish(),
        incidents: Some(incidents),
        ..Particulars::default()
    })
}

/// Reads an answer of `rankings/startinggrid`: drivers in the order of the start.
pub fn grid(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let places = places(answer, known)?.into_iter();
    let competitors: Vec<Competitor> = places.map(|(driver, _)| driver).collect();
    let competitors = Some(competitors).filter(|drivers| !drivers.is_empty());
    Ok(Particulars { competitors, ..Particulars::default() })
}

/// The drivers of this session, each once; those with a position by it, the others behind them.
fn places<'a>(
    answer: &'a Answer,
    known: &Known<'_>,
) -> Result<Vec<(Competitor, Place<'a>)>, AdapterError> {
    let mut places: Vec<(Competitor, Place<'a>)> = Vec::new();
    for mut place in rows::<Place<'a>>(answer)?.into_iter().filter_map(Result::ok) {
        let driver = std::mem::take(&mut place.driver).or_empty();
        let team = Team { id: driver.id, name: driver.name, logo: driver.image };
        let ours = known.is(place.race.get().and_then(|race| race.id.get()));
        let Some(side) = team.side().filter(|_| ours) else { continue };
        if places.iter().any(|(known, _)| known.id == side.id) {
            continue;
        }
        let competitor = Competitor {
            role: Role::Entrant,
            id: side.id,
            name: side.name,
            logo: side.logo,
            score: None,
            winner: None,
        };
        places.push((competitor, place));
    }
    places.sort_by_key(|(_, place)| place.position.count().filter(|n| *n > 0).unwrap_or(u32::MAX));
    Ok(places)
}

/// Whoever did not finish: `DNF`, `DSQ`.
fn out(driver: &Competitor, word: &str) -> Incident {
    Incident {
        id: String::new(),
        kind: IncidentKind::Other,
        detail: Some(word.to_lowercase()),
        elapsed: None,
        extra: None,
        competitor: Some(driver.role),
        player: Some(driver.name.clone()),
        player_id: Some(driver.id.clone()),
        assist: None,
        assist_id: None,
        comment: None,
    }
}

/// `1:31:05.323`, `1:22.384` or `6.031`.
fn seconds(time: &str) -> Option<f64> {
    let mut seconds = 0.0;
    for part in time.split(':') {
        if !part.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return None;
        }
        seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
    }
    (seconds < 1e6).then(|| (seconds * 1e3).round() / 1e3)
}
