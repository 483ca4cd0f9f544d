//! The realtime engine: one [`Hub`] that any number of sockets and streams listen to.
//!
//! Sockets arrive through an ordinary axum route ([`Hub::upgrade`]), speak Pusher protocol 7 and are
//! then owned by shard threads with their own poll loop. A published [`Message`] is encoded once per
//! channel and encoding into a finished WebSocket frame that all subscribers share. A bounded
//! [history](HubConfig::history) lets any client resume from a [`Position`], and a client that does
//! not read is first brought down to the latest [`Snapshot`] per key and only then closed.
//!
//! The engine knows channels, keys and bytes. What a channel means, who may listen and what the
//! present state is, it asks its [`Source`].

mod allowance;
mod config;
mod encoded;
mod frame;
mod handshake;
mod history;
mod hub;
mod message;
mod occupancy;
mod position;
mod protocol;
mod recovery;
mod shard;
mod source;
mod sse;
mod stats;
mod takeover;
mod ticket;
mod way;

pub use config::HubConfig;
pub use handshake::BadHandshake;
pub use hub::Hub;
pub use message::{Broadcast, Message, Snapshot, Stretch};
pub use position::{BadPosition, Position};
pub use protocol::channel::{BadChannel, check as check_channel};
pub use protocol::close::CloseCode;
pub use source::{Claim, Source, Used};
pub use sse::StreamRefusal;
pub use stats::Stats;
pub use takeover::{TakeOver, Taken};
pub use ticket::{Admission, Bound, Hold};
