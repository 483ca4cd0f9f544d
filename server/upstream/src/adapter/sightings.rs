//! All rows of an answer as sightings.

use super::{AdapterError, Skipped, rows};
use crate::client::Answer;
use entity::model::Sighting;
use serde::Deserialize;

/// All that one answer says of matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sightings {
    /// In the order of the answer.
    pub rows: Vec<Sighting>,
    /// Rows that make no sense.
    pub skipped: Vec<Skipped>,
}

/// Reads every row with `read`; one that makes no sense is named and costs no other.
pub(crate) fn sightings<'a, T: Deserialize<'a>>(
    answer: &'a Answer,
    mut read: impl FnMut(T) -> Result<Sighting, Skipped>,
) -> Result<Sightings, AdapterError> {
    let rows = rows::<T>(answer)?;
    let mut sightings = Sightings { rows: Vec::with_capacity(rows.len()), skipped: Vec::new() };
    for row in rows {
        match row.and_then(&mut read) {
            Ok(sighting) => sightings.rows.push(sighting),
            Err(skipped) => sightings.skipped.push(skipped),
        }
    }
    Ok(sightings)
}
