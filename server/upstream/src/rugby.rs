//! Rugby v1: answers into our words.
//!
//! Points of extra time are part of the total. Older seasons go from not started to finished
//! without anything in between, and some have a total without any part.

use crate::{
    adapter::{
        self, AdapterError, Both, Codes, Course, Game, Observations, Skipped, Standings, State,
        beyond, part, tell_overtime,
    },
    client::Answer,
    wire::{Maybe, Number},
};
use entity::model::{Instant, ObservedLeague, ObservedMatch, Period, Phase, Sport};
use serde::Deserialize;

const CODES: &Codes = &[
    ("NS", Phase::Scheduled, "Not started"),
    ("1H", Phase::Live, "First half"),
    ("HT", Phase::Break, "Half-time"),
    ("2H", Phase::Live, "Second half"),
    ("ET", Phase::Live, "Extra time"),
    ("BT", Phase::Break, "Break in extra time"),
    ("PT", Phase::Live, "Kicking shoot-out"),
    ("FT", Phase::Finished, "Full time"),
    ("AET", Phase::Finished, "After extra time"),
    ("AW", Phase::Awarded, "Match awarded"),
    ("POST", Phase::Postponed, "Match postponed"),
    ("CANC", Phase::Cancelled, "Match cancelled"),
    ("INTR", Phase::Suspended, "Match interrupted"),
    ("ABD", Phase::Abandoned, "Match abandoned"),
];

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Parts {
    first: Maybe<Both<Number>>,
    second: Maybe<Both<Number>>,
    overtime: Maybe<Both<Number>>,
    second_overtime: Maybe<Both<Number>>,
}

type Row<'a> = Game<'a, Number, Parts>;

/// Reads any answer of `games`.
pub fn observations(answer: &Answer, now: Instant) -> Result<Observations, AdapterError> {
    adapter::observations(answer, |row| observation(row, now))
}

/// Reads an answer of `leagues`.
pub fn leagues(answer: &Answer, now: Instant) -> Result<Vec<ObservedLeague>, AdapterError> {
    adapter::leagues(answer, now)
}

/// Reads an answer of `standings`; bonus points are part of the points.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    adapter::standings(answer)
}

fn observation(mut row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let head = row.head(Sport::Rugby);
    let mut state = row.state(CODES);
    let totals = row.scores.get().copied().map(Both::scores).unwrap_or_default();
    let parts = row.periods.get().copied().unwrap_or_default();
    let periods = state.as_ref().map(|state| periods(state, totals, &parts)).unwrap_or_default();
    tell_overtime(&mut state, &periods);
    head.observation(Course { state, clock: None, totals, periods, statistics: None }, now)
}

fn periods(state: &State, totals: [Option<i64>; 2], parts: &Parts) -> Vec<Period> {
    let scores = |part: Maybe<Both<Number>>| part.get().copied().map(Both::scores);
    let half = |part| scores(part).unwrap_or_default();
    let regular = [half(parts.first), half(parts.second)];
    let begun = match state.code.as_str() {
        "1H" | "HT" => 1,
        _ => regular.len(),
    };
    let in_regular = matches!(state.code.as_str(), "1H" | "HT" | "2H");
    let told = [half(parts.overtime), half(parts.second_overtime)];
    let extra = if told.iter().flatten().any(Option::is_some) {
        told
    } else {
        let in_extra = matches!(state.code.as_str(), "ET" | "AET");
        [beyond(totals, &regular, in_extra).unwrap_or_default(), [None, None]]
    };
    let halves = [("1H", regular[0]), ("2H", regular[1])].into_iter().take(begun);
    let extra = [("OT", extra[0]), ("OT2", extra[1])].into_iter().filter(|_| !in_regular);
    halves.chain(extra).filter_map(|(name, scores)| part(name, scores)).collect()
}
