//! REST under `/api/v1`. [`router`] is the table of contents.

mod account;
pub mod address;
mod answer;
mod body;
pub mod caller;
mod cursor;
mod idempotency;
mod keys;
mod leagues;
mod matches;
mod meter;
mod params;
pub mod problem;
pub mod router;
mod sports;
mod stream;
pub mod tag;
mod usage;

pub use caller::{Caller, MatchesRead, Requires};
pub use problem::Problem;
