//! The rows of an answer, one by one where they must be.

use super::AdapterError;
use crate::{
    client::Answer,
    wire::{Maybe, Text},
};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The row's id, where it has one.
    pub id: Option<String>,
    /// What is wrong with it.
    pub reason: String,
}

/// The rows in their order; one that cannot be read at all stands as what is wrong with it.
///
/// All rows are read in one go, which all but never fails since the leaves are lenient. Where it
/// does (a member given twice, a number beyond all bounds), each row is read alone.
pub(crate) fn rows<'a, T: Deserialize<'a>>(
    answer: &'a Answer,
) -> Result<Vec<Result<T, Skipped>>, AdapterError> {
    let no_object = || Skipped { id: None, reason: "the row is not an object".to_owned() };
    if let Ok(rows) = answer.rows::<Maybe<T>>() {
        return Ok(rows.into_iter().map(|row| row.into_option().ok_or_else(no_object)).collect());
    }
    let not_a_list = |_| AdapterError::NotAList { endpoint: answer.endpoint().to_owned() };
    let rows: Vec<&'a RawValue> = answer.rows().map_err(not_a_list)?;
    Ok(rows
        .into_iter()
        .map(|row| match serde_json::from_str::<Maybe<T>>(row.get()) {
            Ok(row) => row.into_option().ok_or_else(no_object),
            Err(error) => {
                Err(Skipped { id: None, reason: format!("the row cannot be read: {error}") })
            }
        })
        .collect())
}

/// The words of a list that has words or numbers in place of rows; what is neither is left out.
pub(crate) fn words(answer: &Answer) -> Result<Vec<String>, AdapterError> {
    let words: Vec<Text<'_>> = answer
        .rows()
        .map_err(|_| AdapterError::NotAList { endpoint: answer.endpoint().to_owned() })?;
    Ok(words.into_iter().filter_map(Text::into_text).collect())
}
