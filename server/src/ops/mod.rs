//! Looking after the process: is it well, how much does it do, what is logged.

pub mod health;
pub mod metrics;
pub mod request;
pub mod tracing;
