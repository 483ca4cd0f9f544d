//! NBA v2: answers into our words.
//!
//! Codes are numbers, the visitors stand first, the clock counts down. A finished game says four
//! periods even after overtime; only its line score, with more than four entries, tells. A start
//! has no timestamp.

mod standing;
mod statistic;

pub use standing::standings;
pub use statistic::statistics;

use crate::{
    adapter::{
        self, AdapterError, Codes, Course, Head, Observations, Skipped, State, Team, beyond, part,
        starts_at,
    },
    client::Answer,
    wire::{Flag, List, Maybe, Number, Text},
};
use entity::model::{
    Instant, LeagueId, ObservedLeague, ObservedMatch, Period, Phase, Sport, Venue,
};
use serde::Deserialize;

const CODES: &Codes = &[
    ("1", Phase::Scheduled, "Not started"),
    ("2", Phase::Live, "In play"),
    ("3", Phase::Finished, "Finished"),
    ("4", Phase::Postponed, "Game postponed"),
    ("5", Phase::Suspended, "Game delayed"),
    ("6", Phase::Cancelled, "Game cancelled"),
];

const QUARTERS: usize = 4;

/// Most entries of a line score that are read; the longest game had ten.
const MAX_PERIODS: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    league: Text<'a>,
    #[serde(borrow)]
    season: Text<'a>,
    #[serde(borrow)]
    date: Maybe<Date<'a>>,
    stage: Number,
    #[serde(borrow)]
    status: Maybe<Status<'a>>,
    periods: Maybe<Periods>,
    #[serde(borrow)]
    arena: Maybe<Arena<'a>>,
    #[serde(borrow)]
    teams: Maybe<Teams<Team<'a>>>,
    scores: Maybe<Teams<Score>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Date<'a> {
    #[serde(borrow)]
    start: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Status<'a> {
    #[serde(borrow)]
    clock: Text<'a>,
    halftime: Flag,
    #[serde(borrow)]
    short: Text<'a>,
    #[serde(borrow)]
    long: Text<'a>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Periods {
    current: Number,
    #[serde(rename = "endOfPeriod")]
    end_of_period: Flag,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Arena<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    city: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "T: Default + Deserialize<'de>"))]
struct Teams<T: Default> {
    visitors: Maybe<T>,
    home: Maybe<T>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Score {
    linescore: List<Number>,
    points: Number,
}

/// Reads any answer of `games`.
pub fn observations(answer: &Answer, now: Instant) -> Result<Observations, AdapterError> {
    adapter::observations(answer, |row| observation(row, now))
}

/// Reads an answer of `leagues`, which is a list of words.
///
/// It tells no seasons; the NBA's is named after the year it begins in, from July on.
pub fn leagues(answer: &Answer, now: Instant) -> Result<Vec<ObservedLeague>, AdapterError> {
    let season = season(now);
    let words = adapter::words(answer)?.into_iter();
    Ok(words.filter_map(|word| league(word, Some(season.clone()), None)).collect())
}

/// `2025` from July 2025 to June 2026.
fn season(now: Instant) -> String {
    use chrono::Datelike;
    let year = if now.month() >= 7 { now.year() } else { now.year() - 1 };
    year.to_string()
}

fn league(word: String, season: Option<String>, round: Option<String>) -> Option<ObservedLeague> {
    let name = match word.as_str() {
        "standard" => "NBA",
        "africa" => "NBA Africa",
        "orlando" => "Summer League Orlando",
        "sacramento" => "Summer League Sacramento",
        "utah" => "Summer League Utah",
        "vegas" => "Summer League Las Vegas",
        other => other,
    };
    let name = name.to_owned();
    let country = Some("USA".to_owned()).filter(|_| word != "africa");
    Some(ObservedLeague {
        id: LeagueId(word),
        name,
        country,
        season,
        round,
        logo: None,
        flag: None,
    })
}

fn observation(row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let teams = row.teams.or_empty();
    let arena = row.arena.or_empty();
    let venue = Venue { name: arena.name.into_text(), city: arena.city.into_text() };
    let round = (row.stage.get() == Some(2)).then(|| "Regular season".to_owned());
    let start = row.date.or_empty().start;
    let head = Head {
        sport: Sport::Nba,
        id: row.id.into_text(),
        starts_at: starts_at(Number::default(), &start),
        league: row.league.into_text().and_then(|word| league(word, row.season.into_text(), round)),
        sides: [teams.home, teams.visitors].map(|team| team.into_option().and_then(Team::side)),
        venue: (venue.name.is_some() || venue.city.is_some()).then_some(venue),
    };
    let status = row.status.or_empty();
    let played = row.periods.get().copied().unwrap_or_default();
    let scores = row.scores.or_empty();
    let [home, away] = [scores.home, scores.visitors].map(Maybe::or_empty);
    let totals = [home.points.score(), away.points.score()];
    let mut state = state(&status, played);
    let periods = state.as_ref().map(|state| periods(state, played, &home, &away, totals));
    let periods = periods.unwrap_or_default();
    if let Some(state) = &mut state
        && state.phase == Phase::Finished
        && periods.len() > QUARTERS
    {
        "After overtime".clone_into(&mut state.label);
    }
    let clock = status.clock.get().map(adapter::left);
    head.observation(Course { state, clock, totals, periods, statistics: None }, now)
}

/// The code with what the period says on top: which quarter, and whether it is over.
fn state(status: &Status<'_>, played: Periods) -> Option<State> {
    let state = State::read(CODES, status.short.get(), status.long.get())?;
    if state.phase != Phase::Live {
        return Some(state);
    }
    let (phase, label) = if status.halftime.get() == Some(true) {
        (Phase::Break, "Half-time")
    } else if played.end_of_period.get() == Some(true) {
        (Phase::Break, "Break")
    } else {
        let label = match played.current.get() {
            Some(1) => "First quarter",
            Some(2) => "Second quarter",
            Some(3) => "Third quarter",
            Some(4) => "Fourth quarter",
            Some(5..) => "Overtime",
            _ => "In play",
        };
        (Phase::Live, label)
    };
    Some(State { phase, label: label.to_owned(), ..state })
}

fn periods(
    state: &State,
    played: Periods,
    home: &Score,
    away: &Score,
    totals: [Option<i64>; 2],
) -> Vec<Period> {
    let [home, away] = [home, away].map(|side| side.linescore.get().unwrap_or_default());
    let at = |side: &[Number], n: usize| side.get(n).copied().and_then(Number::score);
    let running = matches!(state.phase, Phase::Live | Phase::Break);
    let current = played.current.count().filter(|n| running && *n > 0);
    let begun = current.and_then(|n| usize::try_from(n).ok()).unwrap_or(MAX_PERIODS);
    let entries = home.len().max(away.len()).min(begun).min(MAX_PERIODS);
    let line: Vec<[Option<i64>; 2]> = (0..entries).map(|n| [at(home, n), at(away, n)]).collect();
    let overtime = (line.len() == QUARTERS && !running).then(|| beyond(totals, &line, false));
    let told = line.into_iter().enumerate();
    told.filter_map(|(n, points)| part(name(n), points))
        .chain(overtime.flatten().and_then(|points| part("OT", points)))
        .collect()
}

/// `Q1` to `Q4`, `OT`, `OT2`.
fn name(entry: usize) -> String {
    match entry {
        0..QUARTERS => format!("Q{}", entry + 1),
        QUARTERS => "OT".to_owned(),
        later => format!("OT{}", later + 1 - QUARTERS),
    }
}
