//! What operators and their machines ask: is it well, how much does it do.

pub mod health;
pub mod metrics;
