//! What customers used: counted in memory, written in batches, read by their owner.
//!
//! [`Recorder`] counts without I/O. [`Usage`] writes what it counted every few seconds, so that a
//! crash loses no more than that, and answers a [`Query`] with a [`Report`]. Minutes are kept for
//! a day, hours for 90 days; [`roll_up`], a job, makes the one of the other and forgets the
//! rest.
//!
//! Account and key 0 stand for requests without a key.

mod counters;
mod csv;
mod delete;
mod first_request;
mod gather;
pub mod latency;
mod query;
mod readers;
mod recorder;
mod refusals;
mod report;
mod retention;
mod service;
mod store;
#[cfg(test)]
mod tests;

/// Paths below `/api/v1` that cost nothing and are never refused: how else could one find out why.
pub const UNMETERED: [&str; 2] = ["/account", "/usage"];

pub use counters::Counters;
pub use delete::{delete, delete_late};
pub use first_request::FirstRequest;
pub use latency::BUCKETS;
pub use query::{Bucket, Dimension, Query};
pub use recorder::{Call, Endpoint, Recorder, Verb};
pub use refusals::{Refusals, Refused};
pub use report::{Numbers, RefusedRow, Report, Row};
pub use service::{ReportError, Usage, roll_up};
