//! Rows that cannot be taken: each is set aside, named and counted, so that the rest of its answer
//! goes on.

use super::pipeline::Ingest;
use entity::model::{ObservedLeague, ObservedMatch, Sport};
use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use std::{
    collections::BTreeMap,
    io,
    sync::{Mutex, PoisonError},
};
use upstream::adapter::Skipped;

/// Bytes of an id. The columns hold 191 characters, and a slug that two words and an id make.
const LONGEST_ID: usize = 100;
/// The highest score of any sport we know is a fifth of it.
const HIGHEST_SCORE: i64 = 1_000;

/// How many rows of each sport were set aside since the start.
#[derive(Debug, Default)]
pub(super) struct LeftOut(Mutex<BTreeMap<Sport, u64>>);

impl Ingest {
    /// Say which rows are set aside, and count them.
    pub fn leave_out(&self, sport: Sport, rows: &[Skipped]) {
        if rows.is_empty() {
            return;
        }
        for row in rows {
            let id = row.id.as_deref().unwrap_or("none");
            tracing::warn!(%sport, row = ?short(id), reason = %row.reason, "a row was left out");
        }
        let mut counts = self.left_out.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(sport).or_default() += rows.len() as u64;
    }

    /// How many rows of each sport were set aside since the start.
    pub fn left_out(&self) -> BTreeMap<Sport, u64> {
        self.left_out.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The rows that can be taken, and what is wrong with the others.
pub(super) fn sift(observations: Vec<ObservedMatch>) -> (Vec<ObservedMatch>, Vec<Skipped>) {
    let mut skipped = Vec::new();
    let mut sound = observations;
    sound.retain(|observation| match fault(observation) {
        None => true,
        Some(reason) => {
            skipped.push(Skipped { id: Some(short(&observation.id.0).to_owned()), reason });
            false
        }
    });
    (sound, skipped)
}

/// The same for leagues.
pub(super) fn sift_leagues(leagues: &[ObservedLeague]) -> (Vec<ObservedLeague>, Vec<Skipped>) {
    let mut skipped = Vec::new();
    let mut sound = Vec::with_capacity(leagues.len());
    for league in leagues {
        match id_fault("league id", &league.id.0).or_else(|| text_fault(league)) {
            None => sound.push(league.clone()),
            Some(reason) => {
                skipped.push(Skipped { id: Some(short(&league.id.0).to_owned()), reason });
            }
        }
    }
    (sound, skipped)
}

/// Why a row cannot be taken; `None` where it can.
fn fault(observation: &ObservedMatch) -> Option<String> {
    id_fault("id", &observation.id.0)
        .or_else(|| id_fault("league id", &observation.league.id.0))
        .or_else(|| score_fault(observation))
        .or_else(|| text_fault(observation))
}

fn id_fault(what: &str, id: &str) -> Option<String> {
    let long = id.len() > LONGEST_ID;
    long.then(|| format!("its {what} has {} bytes, more than {LONGEST_ID}", id.len()))
}

fn score_fault(observation: &ObservedMatch) -> Option<String> {
    let scores = observation.competitors.iter().map(|competitor| competitor.score);
    let periods = observation.periods.iter().flat_map(|period| period.scores.iter().copied());
    let highest = scores.chain(periods).flatten().max()?;
    (highest > HIGHEST_SCORE).then(|| format!("it has a score of {highest}"))
}

/// PostgreSQL refuses a NUL in any text, and with it everything of the same transaction.
fn text_fault(row: &impl Serialize) -> Option<String> {
    let mut watch = Watch { found: false };
    let mut serializer = Serializer::with_formatter(io::sink(), &mut watch);
    if let Err(error) = row.serialize(&mut serializer) {
        return Some(format!("it cannot be written as JSON: {error}"));
    }
    watch.found.then(|| "one of its texts holds a NUL character".to_owned())
}

fn short(id: &str) -> &str {
    &id[..id.floor_char_boundary(LONGEST_ID)]
}

/// Looks out for a NUL while a row is written to nowhere.
struct Watch {
    found: bool,
}

impl Formatter for &mut Watch {
    fn write_char_escape<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.found |= matches!(escape, CharEscape::AsciiControl(0));
        CompactFormatter.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_in_any_text_and_nothing_else_is_taken_for_one() {
        let row = |text: &str| serde_json::json!({"a": [{"b": text}]});
        assert!(text_fault(&row("A\0B")).is_some());
        for harmless in ["A", "\\u0000", "\\\\u0000", "\u{1}\n\"", "Türkiye"] {
            assert_eq!(text_fault(&row(harmless)), None, "{harmless:?}");
        }
        assert!(text_fault(&serde_json::json!({"a\0": 1})).is_some());
    }

    #[test]
    fn an_id_longer_than_a_column_is_named_without_being_repeated_whole() {
        let long = "9".repeat(400);
        let reason = id_fault("id", &long).unwrap_or_default();
        assert_eq!(reason, "its id has 400 bytes, more than 100");
        assert_eq!(short(&long).len(), 100);
        assert_eq!(id_fault("id", "1145526"), None);
    }
}
