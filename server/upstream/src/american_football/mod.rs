//! American football v1: answers into our words.
//!
//! Rows are nested otherwise than in its sisters: the game is an object of its own and the country
//! stands inside the league. The clock counts down. Overtime is part of the total and may stand
//! beside a plain `FT`, as it may be played without a point.

mod event;
mod standing;

pub use event::events;
pub use standing::standings;

use crate::{
    adapter::{
        self, AdapterError, Codes, Course, Head, Known, League, Measures, Observations, Pair,
        Particulars, Skipped, State, Team, beyond, id, part, round, rows, tell_overtime,
    },
    client::Answer,
    wire::{Maybe, Number, Text},
};
use chrono::{DateTime, NaiveDateTime};
use entity::model::{Instant, ObservedLeague, ObservedMatch, Period, Phase, Sport, Venue};
use serde::Deserialize;
use serde_json::Value;

const CODES: &Codes = &[
    ("NS", Phase::Scheduled, "Not started"),
    ("Q1", Phase::Live, "First quarter"),
    ("Q2", Phase::Live, "Second quarter"),
    ("HT", Phase::Break, "Half-time"),
    ("Q3", Phase::Live, "Third quarter"),
    ("Q4", Phase::Live, "Fourth quarter"),
    ("OT", Phase::Live, "Overtime"),
    ("FT", Phase::Finished, "Finished"),
    ("AOT", Phase::Finished, "After overtime"),
    ("CANC", Phase::Cancelled, "Game cancelled"),
    ("PST", Phase::Postponed, "Game postponed"),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    game: Maybe<Game<'a>>,
    #[serde(borrow)]
    league: Maybe<League<'a>>,
    #[serde(borrow)]
    teams: Maybe<Pair<Team<'a>>>,
    scores: Maybe<Pair<Quarters>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Game<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    stage: Text<'a>,
    #[serde(borrow)]
    week: Text<'a>,
    #[serde(borrow)]
    date: Maybe<Date<'a>>,
    #[serde(borrow)]
    venue: Maybe<Ground<'a>>,
    #[serde(borrow)]
    status: Maybe<Status<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Date<'a> {
    #[serde(borrow)]
    timezone: Text<'a>,
    #[serde(borrow)]
    date: Text<'a>,
    #[serde(borrow)]
    time: Text<'a>,
    timestamp: Number,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ground<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    city: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Status<'a> {
    #[serde(borrow)]
    short: Text<'a>,
    #[serde(borrow)]
    long: Text<'a>,
    #[serde(borrow)]
    timer: Text<'a>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Quarters {
    quarter_1: Number,
    quarter_2: Number,
    quarter_3: Number,
    quarter_4: Number,
    overtime: Number,
    total: Number,
}

/// Reads any answer of `games`.
pub fn observations(answer: &Answer, now: Instant) -> Result<Observations, AdapterError> {
    adapter::observations(answer, |row| observation(row, now))
}

/// Reads an answer of `leagues`.
pub fn leagues(answer: &Answer, now: Instant) -> Result<Vec<ObservedLeague>, AdapterError> {
    adapter::leagues(answer, now)
}

fn observation(row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let game = row.game.or_empty();
    let mut league = row.league.or_empty();
    let country = std::mem::take(&mut league.country).or_empty();
    let teams = row.teams.or_empty();
    let venue = game.venue.or_empty();
    let venue = Venue { name: venue.name.into_text(), city: venue.city.into_text() };
    let head = Head {
        sport: Sport::AmericanFootball,
        id: game.id.into_text(),
        starts_at: game.date.get().and_then(starts_at),
        league: league.sighted(country, round(&game.stage, &game.week)),
        sides: [teams.home, teams.away].map(|team| team.into_option().and_then(Team::side)),
        venue: (venue.name.is_some() || venue.city.is_some()).then_some(venue),
    };
    let status = game.status.or_empty();
    let mut state = State::read(CODES, status.short.get(), status.long.get());
    let clock = status.timer.get().map(adapter::left);
    let scores = row.scores.or_empty();
    let [home, away] = [scores.home, scores.away].map(Maybe::or_empty);
    let totals = [home.total.score(), away.total.score()];
    let periods = state.as_ref().map(|state| periods(state, home, away)).unwrap_or_default();
    tell_overtime(&mut state, &periods);
    head.observation(Course { state, clock, totals, periods, statistics: None }, now)
}

/// The date and time stand in for a missing timestamp where they are in UTC.
fn starts_at(date: &Date<'_>) -> Option<Instant> {
    let told = date.timestamp.get().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    told.or_else(|| {
        date.timezone.get().filter(|zone| zone.eq_ignore_ascii_case("UTC"))?;
        let text = format!("{} {}", date.date.get()?, date.time.get()?);
        Some(NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").ok()?.and_utc())
    })
}

fn periods(state: &State, home: Quarters, away: Quarters) -> Vec<Period> {
    let totals = [home.total.score(), away.total.score()];
    let quarters = [
        (home.quarter_1, away.quarter_1),
        (home.quarter_2, away.quarter_2),
        (home.quarter_3, away.quarter_3),
        (home.quarter_4, away.quarter_4),
    ]
    .map(|(home, away)| [home.score(), away.score()]);
    let told = [home.overtime.score(), away.overtime.score()];
    let begun = match state.code.as_str() {
        "HT" => 2,
        _ => state.number("Q").unwrap_or(quarters.len()),
    };
    let overtime = if told.iter().any(Option::is_some) {
        told
    } else {
        let in_overtime = matches!(state.code.as_str(), "OT" | "AOT");
        beyond(totals, &quarters, in_overtime).unwrap_or_default()
    };
    let regular_time = state.code == "HT" || state.number("Q").is_some();
    let overtime = Some(overtime).filter(|_| !regular_time);
    let regular = quarters.into_iter().take(begun).zip(1..);
    regular
        .filter_map(|(points, n)| part(format!("Q{n}"), points))
        .chain(overtime.and_then(|points| part("OT", points)))
        .collect()
}

/// Reads an answer of `games/statistics/teams`.
pub fn statistics(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let mut measures = Measures::of(known);
    for row in rows::<Value>(answer)?.into_iter().filter_map(Result::ok) {
        if let Some(place) = known.place(id(&row["team"]).as_deref()) {
            measures.take(place, &row["statistics"]);
        }
    }
    Ok(Particulars { statistics: measures.finish(), ..Particulars::default() })
}
