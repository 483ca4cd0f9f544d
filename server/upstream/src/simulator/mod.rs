//! A stand-in for API-Sports: invented sports that play by a seed and speak the vendor's wires.
//!
//! A path names its sport first, `/basketball/games?date=2026-11-29`; one that names none is football's.
//!
//! Everything shown is a function of the seed and the simulated instant, whatever was asked before:
//! `calendar` says which matches a day has, `script` writes each match once as timed edits,
//! `view` reads a script as at an instant, and `wire` renders it. These are football's; `sport` has
//! the same for the others. Faults and quotas sit on top and never touch the play.

mod answer;
mod calendar;
mod config;
mod dice;
mod engine;
mod envelope;
mod fate;
mod faults;
mod query;
mod quota;
mod script;
mod serve;
mod sport;
#[cfg(test)]
mod tests;
mod truth;
mod view;
mod wire;
mod world;
mod zone;

pub use config::SimulatorConfig;
pub use engine::Simulator;
pub use faults::{Fault, Faults, FaultsError};
pub use serve::Reply;
pub use sport::MatchTruth;
pub use truth::{Truth, TruthEvent};
