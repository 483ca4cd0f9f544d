//! Football v3: answers into our words.
//!
//! Everything here is pure: an [`Answer`](crate::client::Answer) in, our own types out. The rules
//! follow what was measured in recorded answers: states go by their `short` code alone, scores
//! count only where the state can have one, and a row that makes no sense is named and left out
//! instead of spoiling its neighbours.

mod code;
mod error;
mod incident;
mod leader;
mod league;
mod lineup;
mod period;
mod rows;
mod side;
mod sighting;
mod standing;
mod statistic;
mod substitution;
mod wire;

pub use error::AdapterError;
pub use incident::incidents;
pub use leader::{Leader, Leaders, Metric, leaders};
pub use league::{leagues, seasons};
pub use lineup::lineups;
pub use rows::Skipped;
pub use side::Sides;
pub use sighting::{Sightings, sightings};
pub use standing::{Group, StandingRow, Standings, standings};
pub use statistic::statistics;
pub use substitution::settle_substitutions;
