//! All rows of an answer as observations.

use super::{AdapterError, Skipped, rows};
use crate::client::Answer;
use entity::model::ObservedMatch;
use serde::Deserialize;

/// All that one answer says of matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observations {
    /// In the order of the answer.
    pub rows: Vec<ObservedMatch>,
    /// Rows that make no sense.
    pub skipped: Vec<Skipped>,
}

/// Reads every row with `read`; one that makes no sense is named and costs no other.
pub(crate) fn observations<'a, T: Deserialize<'a>>(
    answer: &'a Answer,
    mut read: impl FnMut(T) -> Result<ObservedMatch, Skipped>,
) -> Result<Observations, AdapterError> {
    let rows = rows::<T>(answer)?;
    let mut observations =
        Observations { rows: Vec::with_capacity(rows.len()), skipped: Vec::new() };
    for row in rows {
        match row.and_then(&mut read) {
            Ok(observation) => observations.rows.push(observation),
            Err(skipped) => observations.skipped.push(skipped),
        }
    }
    Ok(observations)
}
