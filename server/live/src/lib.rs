//! The realtime engine: one [`Hub`] that any number of sockets and streams listen to.
//!
//! Sockets arrive through an ordinary axum route ([`Hub::upgrade`]), speak Pusher protocol 7 and are
//! then owned by shard threads with their own poll loop. A published [`Message`] is encoded once per
//! channel and encoding into a finished WebSocket frame that all subscribers share. A bounded
//! [history](HubConfig::history) lets any client resume from a [`Position`], and a client that does
//! not read is first brought down to the latest [`Snapshot`] per key and only then closed.
//!
//! The engine knows channels, keys and bytes. What a channel means, who may listen and what the
//! present state is, it asks its [`ChannelBackend`].

mod backend;
mod channels;
mod config;
mod encoded;
mod frame;
mod handshake;
mod history;
mod hub;
mod message;
mod message_rate;
mod occupancy;
mod peers;
mod permit;
mod position;
mod protocol;
mod recovery;
mod rooms;
mod shard;
mod signature;
mod sse;
mod stats;
mod takeover;
mod told;
mod way;

pub use backend::{ChannelBackend, Claim, Happening, SignIn, Used};
pub use channels::Statement;
pub use config::HubConfig;
pub use handshake::BadHandshake;
pub use hub::Hub;
pub use message::{Broadcast, ClientEvent, Message, Snapshot, Stretch};
pub use permit::{Bound, ConnectOptions, DropGuard};
pub use position::{BadPosition, Position};
pub use protocol::channel::{BadChannel, Kind, check as check_channel, user as user_of_channel};
pub use protocol::close::CloseCode;
pub use rooms::{Kept, Members};
pub use signature::{App, BadSignature, Signed, body_md5};
pub use sse::StreamRefusal;
pub use stats::Stats;
pub use takeover::{TakeOver, Taken};
