//! Hockey v1: answers into our words.
//!
//! Parts are texts, `"1-0"`. What overtime and shoot-out bring is part of the total: a shoot-out
//! counts one goal for who wins it, whatever its tally says.

mod event;

pub use event::events;

use crate::{
    adapter::{
        self, AdapterError, Both, Codes, Course, Game, Observations, Skipped, Standings, State,
        beyond, part, tell_overtime,
    },
    client::Answer,
    wire::{Number, Text},
};
use entity::model::{Instant, ObservedLeague, ObservedMatch, Period, Phase, Sport};
use serde::{Deserialize, Deserializer};

const CODES: &Codes = &[
    ("NS", Phase::Scheduled, "Not started"),
    ("P1", Phase::Live, "First period"),
    ("P2", Phase::Live, "Second period"),
    ("P3", Phase::Live, "Third period"),
    ("OT", Phase::Live, "Overtime"),
    ("PT", Phase::Live, "Shoot-out"),
    ("BT", Phase::Break, "Break"),
    ("FT", Phase::Finished, "Finished"),
    ("AOT", Phase::Finished, "After overtime"),
    ("AP", Phase::Finished, "After a shoot-out"),
    ("AW", Phase::Awarded, "Game awarded"),
    ("POST", Phase::Postponed, "Game postponed"),
    ("CANC", Phase::Cancelled, "Game cancelled"),
    ("INTR", Phase::Suspended, "Game interrupted"),
    ("ABD", Phase::Abandoned, "Game abandoned"),
];

/// `"1-0"`, home first.
#[derive(Clone, Copy, Debug, Default)]
struct Tally([Option<i64>; 2]);

impl<'de> Deserialize<'de> for Tally {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        let goals =
            |text: &str| text.trim().parse().ok().filter(|goals| (0..1_000).contains(goals));
        let both = text.get().and_then(|text| text.split_once('-'));
        let both = both.and_then(|(home, away)| Some([Some(goals(home)?), Some(goals(away)?)]));
        Ok(Tally(both.unwrap_or_default()))
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Parts {
    first: Tally,
    second: Tally,
    third: Tally,
    overtime: Tally,
    penalties: Tally,
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

/// Reads an answer of `standings`; wins and defeats after overtime count among all of them.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    adapter::standings(answer)
}

fn observation(mut row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let head = row.head(Sport::Hockey);
    let mut state = row.state(CODES);
    let timer = row.timer.get().or_else(|| row.status.get()?.timer.get());
    let clock = timer.map(adapter::minutes);
    let totals = row.scores.get().copied().map(Both::scores).unwrap_or_default();
    let parts = row.periods.get().copied().unwrap_or_default();
    let periods = state.as_ref().map(|state| periods(state, totals, &parts)).unwrap_or_default();
    tell_overtime(&mut state, &periods);
    head.observation(Course { state, clock, totals, periods, statistics: None }, now)
}

fn periods(state: &State, totals: [Option<i64>; 2], parts: &Parts) -> Vec<Period> {
    let begun = state.number("P").unwrap_or(3);
    let regular = [parts.first.0, parts.second.0, parts.third.0];
    let told = |tally: &Tally| tally.0.iter().any(Option::is_some);
    let (mut overtime, mut shootout) = (parts.overtime.0, parts.penalties.0);
    // Where a part has no text of its own, what the total holds beyond the others is that part.
    match state.code.as_str() {
        "AP" | "PT" if !told(&parts.penalties) => {
            let before = [regular.as_slice(), &[overtime]].concat();
            let before = if told(&parts.overtime) { before.as_slice() } else { &regular };
            shootout = beyond(totals, before, false).unwrap_or_default();
        }
        "AP" | "PT" => {}
        _ if !told(&parts.overtime) => {
            let in_overtime = matches!(state.code.as_str(), "OT" | "AOT");
            overtime = beyond(totals, &regular, in_overtime).unwrap_or_default();
        }
        _ => {}
    }
    let whole = begun == regular.len() && state.number("P").is_none();
    let beyond = [("OT", overtime), ("SO", shootout)].into_iter().filter(|_| whole);
    let regular = regular.into_iter().take(begun).zip(1..);
    regular
        .filter_map(|(scores, n)| part(format!("P{n}"), scores))
        .chain(beyond.filter_map(|(name, scores)| part(name, scores)))
        .collect()
}
