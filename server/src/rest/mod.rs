//! REST under `/api/v1`. [`router`] is the table of contents.

mod answer;
mod caller;
mod cursor;
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

pub use caller::Caller;
pub use problem::Problem;
