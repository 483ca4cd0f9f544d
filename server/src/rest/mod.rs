//! REST under `/api/v1`. [`router`] is the table of contents.

mod account;
pub mod address;
pub mod answer;
pub mod body;
pub mod caller;
mod cors;
mod cursor;
pub mod describe;
mod fault;
pub mod idempotency;
mod keys;
pub mod leaders;
mod leagues;
mod matches;
mod meter;
mod params;
mod path;
pub mod problem;
mod proxy;
pub mod router;
pub mod season;
mod sports;
pub mod standings;
mod stream;
pub mod tag;
mod usage;

pub use caller::{Caller, MatchesRead, Requires};
pub use problem::Problem;
