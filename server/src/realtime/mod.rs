//! The realtime engine wired to our matches: who may listen, what a snapshot is, who is told.

mod announcer;
mod changes;
mod handshakes;
mod places;
mod source;

pub use announcer::{Announcer, message};
pub use changes::changes;
pub use handshakes::{ANYONE, Handshakes, KEYED};
pub use places::{Full, Place, Places};
pub use source::MatchSource;
