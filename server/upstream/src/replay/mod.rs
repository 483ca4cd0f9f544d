//! Recorded answers, served as the upstream would.
//!
//! A folder of JSON files becomes an upstream: each file answers the query named by its own `get`
//! and `parameters`.

mod error;
mod load;
mod recording;
mod serve;

pub use error::ReplayError;
pub use load::{Ignored, Replay, Summary};
pub use serve::router;
