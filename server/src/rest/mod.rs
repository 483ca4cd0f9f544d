//! REST under `/api/v1`. [`router`] is the table of contents.

mod answer;
mod caller;
mod cursor;
mod leagues;
mod matches;
mod params;
pub mod problem;
pub mod router;
mod sports;
mod stream;

pub use caller::Caller;
pub use problem::Problem;
