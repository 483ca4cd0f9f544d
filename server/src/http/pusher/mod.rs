//! Pusher's protocol: sockets, the HTTP API of publishers, and who may listen to private channels.

mod admit;
mod broadcasting;
mod grant;
mod publisher;
pub mod router;
pub mod socket;

pub use admit::{ConnectionInfo, admit, make_way};
