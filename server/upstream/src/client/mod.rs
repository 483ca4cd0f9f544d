//! Asking the upstream, and telling an answer from a failure.
//!
//! The upstream reports most failures with HTTP 200 and an `errors` member. [`Answer::open`] is the
//! only way to an [`Answer`], and it refuses every envelope that carries an error, so nothing
//! behind it can take a failure for data.

mod answer;
mod budget;
mod classify;
mod config;
mod counts;
mod envelope;
mod error;
mod fetch;
mod query;

pub use answer::{Answer, Paging};
pub use budget::Budget;
pub use config::{Auth, ClientConfig, ClientConfigError, Secret};
pub use counts::Counts;
pub use error::{ErrorClass, Failure, ParameterFault, UpstreamError};
pub use fetch::Client;
pub use query::Query;
