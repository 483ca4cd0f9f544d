//! The tables, one a file.
//!
//! Instants are whole milliseconds since 1970 in UTC: one integer type that sorts and compares the
//! same on SQLite, PostgreSQL and MySQL.

pub mod account_token;
pub mod api_key;
pub mod audit;
pub mod change;
pub mod idempotency_key;
pub mod job;
pub mod key_refusal;
pub mod known_address;
pub mod league;
pub mod lease;
pub mod log;
pub mod matches;
pub mod notice;
pub mod plan;
pub mod queue;
pub mod recovery_code;
pub mod schedule;
pub mod session;
pub mod upstream_answer;
pub mod user;

use crate::model::Instant;

/// An instant as the tables keep it.
pub fn millis(instant: Instant) -> i64 {
    instant.timestamp_millis()
}

/// An instant out of a table; the epoch's beginning where the number is out of range.
pub fn instant(millis: i64) -> Instant {
    Instant::from_timestamp_millis(millis).unwrap_or_default()
}
