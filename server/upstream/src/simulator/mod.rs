//! A stand-in for API-Football v3: an invented football world that plays by a seed and speaks the vendor's wire.
//!
//! Everything shown is a function of the seed and the simulated instant, whatever was asked before:
//! `calendar` says which matches a day has, `script` writes each match once as timed edits,
//! `view` reads a script as at an instant, and `wire` renders it. Faults and quotas sit on top
//! and never touch the play.

mod answer;
mod calendar;
mod config;
mod dice;
mod engine;
mod fate;
mod faults;
mod query;
mod quota;
mod script;
mod serve;
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
pub use truth::{Truth, TruthEvent};
