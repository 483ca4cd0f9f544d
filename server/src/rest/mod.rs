//! REST under `/api/v1`. [`router`] is the table of contents.

pub mod answer;
pub mod body;
mod caller;
mod cursor;
pub mod describe;
mod fault;
mod leaders;
mod leagues;
mod matches;
mod params;
pub mod problem;
mod proxy;
pub mod router;
mod season;
mod sports;
mod standings;
mod stream;

pub use caller::Caller;
pub use problem::Problem;
