//! The realtime engine wired to our matches: who may listen, what a snapshot is, who is told.

mod announcer;
mod changes;
mod connection_limiter;
mod handshakes;
mod namespace;
mod nodes;
mod send_webhook;
mod source;

pub use announcer::{Announcer, message};
pub use changes::changes;
pub use connection_limiter::{ConnectionLimiter, ConnectionSlot, LimitReached};
pub use handshakes::{ANYONE, Handshakes, KEYED};
pub use namespace::Namespace;
pub use nodes::Nodes;
pub use send_webhook::{Receiver, SendWebhook};
pub use source::MatchSource;
