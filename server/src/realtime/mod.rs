//! The realtime engine wired to our matches: who may listen, what a snapshot is, who is told.

mod admit;
mod announcer;
mod handshakes;
mod places;
pub mod route;
mod source;

pub use admit::{Arrival, admit, make_way};
pub use announcer::{Announcer, message};
pub use handshakes::Handshakes;
pub use places::{Full, Place, Places};
pub use source::MatchSource;
