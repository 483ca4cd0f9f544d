//! Looking after the process: is it well, what may be forgotten, what is logged.

pub mod health;
pub mod prune;
pub mod tracing;
