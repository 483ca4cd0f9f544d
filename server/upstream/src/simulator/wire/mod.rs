//! The vendor's JSON, written straight into text: a day of a thousand rows must cost next to nothing.

mod detail;
mod league;
mod people;
mod row;
mod table;

pub(super) use detail::{events, lineups, players, statistics};
pub(super) use league::{league, team};
pub(super) use people::{Ranking, ranking};
pub(super) use row::{Embed, row};
pub(super) use table::{phase_so_far, standings};

use std::fmt::Write;

/// Rows of a `response`, back to back in one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    text: String,
    ends: Vec<usize>,
}

impl Rows {
    /// Adds the row that `write` writes.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len());
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// As a JSON array, in the order of `order` (a permutation), or as added.
    pub(super) fn array(&self, order: Option<&[usize]>) -> String {
        let mut array = String::with_capacity(self.text.len() + self.ends.len() + 2);
        array.push('[');
        for place in 0..self.ends.len() {
            let row = order.map_or(place, |order| order[place]);
            let from = row.checked_sub(1).map_or(0, |before| self.ends[before]);
            if place > 0 {
                array.push(',');
            }
            array.push_str(&self.text[from..self.ends[row]]);
        }
        array.push(']');
        array
    }
}

/// Writes a number or `null`.
pub(super) fn number<N: std::fmt::Display>(out: &mut String, value: Option<N>) {
    match value {
        Some(value) => put(out, format_args!("{value}")),
        None => out.push_str("null"),
    }
}

/// Writes a text or `null`.
pub(super) fn text(out: &mut String, value: Option<&str>) {
    match value {
        Some(value) => {
            out.push('"');
            out.push_str(&super::world::escape(value));
            out.push('"');
        }
        None => out.push_str("null"),
    }
}

/// Writes formatted text; writing to a `String` cannot fail.
pub(super) fn put(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    let written = out.write_fmt(arguments);
    debug_assert!(written.is_ok(), "a String takes whatever it is given");
}
