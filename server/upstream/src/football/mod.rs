//! Football v3: answers into our words.
//!
//! Everything here is pure: an [`Answer`](crate::client::Answer) in, our own types out. The rules
//! follow what was measured in recorded answers: states go by their `short` code alone, scores
//! count only where the state can have one, and a row that makes no sense is named and left out
//! instead of spoiling its neighbours.

mod code;
mod incident;
mod leader;
mod league;
mod lineup;
mod observation;
mod period;
mod side;
mod standing;
mod statistic;
mod substitution;
mod wire;

pub use crate::adapter::{
    AdapterError, Group, Leader, Observations, Skipped, StandingRow, Standings,
};
pub use incident::incidents;
pub use leader::{Leaders, Metric, leaders};
pub use league::{leagues, seasons};
pub use lineup::lineups;
pub use observation::observations;
pub use side::Sides;
pub use standing::standings;
pub use statistic::statistics;
pub use substitution::settle_substitutions;
