//! Looking after the process: is it well, what is logged.

pub mod health;
pub mod tracing;
