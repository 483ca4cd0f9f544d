//! Handball v1: answers into our words.
//!
//! Rows know two halves only. What the total holds beyond them is overtime; after a shoot-out it
//! may hold the shoot-out as well, and nobody can tell the two apart.

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
    ("ET", Phase::Live, "Overtime"),
    ("BT", Phase::Break, "Break in overtime"),
    ("PT", Phase::Live, "Shoot-out"),
    ("FT", Phase::Finished, "Full time"),
    ("AET", Phase::Finished, "After overtime"),
    ("AP", Phase::Finished, "After a shoot-out"),
    ("AW", Phase::Awarded, "Match awarded"),
    ("WO", Phase::Awarded, "Walkover"),
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

/// Reads an answer of `standings`.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    adapter::standings(answer)
}

fn observation(mut row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let head = row.head(Sport::Handball);
    let mut state = row.state(CODES);
    let totals = row.scores.get().copied().map(Both::scores).unwrap_or_default();
    let parts = row.periods.get().copied().unwrap_or_default();
    let periods = state.as_ref().map(|state| periods(state, totals, &parts)).unwrap_or_default();
    tell_overtime(&mut state, &periods);
    head.observation(Course { state, clock: None, totals, periods, statistics: None }, now)
}

fn periods(state: &State, totals: [Option<i64>; 2], parts: &Parts) -> Vec<Period> {
    let half = |part: Maybe<Both<Number>>| part.get().copied().map(Both::scores);
    let regular = [parts.first, parts.second].map(|part| half(part).unwrap_or_default());
    let code = state.code.as_str();
    let begun = if matches!(code, "1H" | "HT") { 1 } else { regular.len() };
    let overtime = match code {
        "1H" | "HT" | "2H" => None,
        "ET" | "BT" | "PT" | "AET" | "AP" => beyond(totals, &regular, true),
        _ => beyond(totals, &regular, false),
    };
    // A level rest is overtime alone; an uneven one after a shoot-out holds both.
    let uneven = overtime.is_some_and(|[home, away]| home != away);
    let name = if matches!(code, "PT" | "AP") && uneven { "OT+PEN" } else { "OT" };
    let halves = [("1H", regular[0]), ("2H", regular[1])].into_iter().take(begun);
    let overtime = overtime.map(|scores| (name, scores));
    halves.chain(overtime).filter_map(|(name, scores)| part(name, scores)).collect()
}
