//! The realtime engine wired to our matches: who may listen, what a snapshot is, who is told.

mod announcer;
pub mod route;
mod source;

pub use announcer::{Announcer, message};
pub use route::admission;
pub use source::MatchSource;
