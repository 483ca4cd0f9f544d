//! What the adapters have in common: rows one by one, and the shapes that several sports share.
//!
//! Every sport has a file or folder of its own beside this one, with its own table of codes: one
//! code means different things in two sports. [`crate::sport`] picks the adapter by the sport.

mod error;
mod game;
mod head;
mod leader;
mod league;
mod measure;
mod observations;
mod particulars;
mod period;
mod rows;
mod standing;
mod state;
mod table;

pub use error::AdapterError;
pub use leader::Leader;
pub use observations::Observations;
pub use particulars::{Known, Particulars};
pub use rows::Skipped;
pub use standing::{Group, StandingRow, Standings};

pub(crate) use game::{Both, Country, Game, League, Nothing, Pair, Team, ground, round};
pub(crate) use head::{Course, Head, Side, left, minutes, starts_at, status};
pub(crate) use league::{leagues, seasons};
pub(crate) use measure::{Measures, id};
pub(crate) use observations::observations;
pub(crate) use period::{beyond, part, tell_overtime};
pub(crate) use rows::{rows, words};
pub(crate) use state::{Codes, State};
pub(crate) use table::standings;
