//! The realtime engine wired to our matches: who may listen, what a snapshot is, who is told.

mod announcer;
mod places;
pub mod route;
mod source;

pub use announcer::{Announcer, message};
pub use places::{Full, Place, Places};
pub use route::admit;
pub use source::MatchSource;
