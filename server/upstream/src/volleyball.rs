//! Volleyball v1: answers into our words.
//!
//! The score is sets won; a set is its points. The set that is played is the last one with points.

use crate::{
    adapter::{
        self, AdapterError, Both, Codes, Course, Game, Observations, Skipped, Standings, State,
        part,
    },
    client::Answer,
    wire::{Maybe, Number},
};
use entity::model::{Instant, ObservedLeague, ObservedMatch, Period, Phase, Sport};
use serde::Deserialize;

const CODES: &Codes = &[
    ("NS", Phase::Scheduled, "Not started"),
    ("S1", Phase::Live, "First set"),
    ("S2", Phase::Live, "Second set"),
    ("S3", Phase::Live, "Third set"),
    ("S4", Phase::Live, "Fourth set"),
    ("S5", Phase::Live, "Fifth set"),
    ("FT", Phase::Finished, "Finished"),
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
    third: Maybe<Both<Number>>,
    fourth: Maybe<Both<Number>>,
    fifth: Maybe<Both<Number>>,
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

/// Reads an answer of `standings`; what was scored and conceded are sets.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    adapter::standings(answer)
}

fn observation(mut row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let head = row.head(Sport::Volleyball);
    let state = row.state(CODES);
    let totals = row.scores.get().copied().map(Both::scores).unwrap_or_default();
    let parts = row.periods.get().copied().unwrap_or_default();
    let periods = state.as_ref().map(|state| periods(state, &parts)).unwrap_or_default();
    head.observation(Course { state, clock: None, totals, periods, statistics: None }, now)
}

fn periods(state: &State, parts: &Parts) -> Vec<Period> {
    let sets = [parts.first, parts.second, parts.third, parts.fourth, parts.fifth];
    let begun = state.number("S").unwrap_or(sets.len());
    let scores = |set: Maybe<Both<Number>>| set.get().copied().map(Both::scores);
    sets.into_iter()
        .take(begun)
        .zip(1..)
        .filter_map(|(set, n)| part(format!("S{n}"), scores(set)?))
        .collect()
}
