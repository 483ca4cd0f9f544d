//! What travels: messages, snapshots, and plain broadcasts.

use std::sync::Arc;

use bytes::Bytes;

/// One change, told once on every channel that covers it.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its place in the log. Grows from message to message; gaps are fine.
    pub seq: u64,
    /// The event's name, such as `score.updated`.
    pub event: Arc<str>,
    /// The channels it is told on, widest first.
    pub channels: Vec<Arc<str>>,
    /// What it is about: the narrowest channel. A client that falls behind gets one snapshot per key.
    pub key: Arc<str>,
    /// The event's data, JSON text.
    pub data: Bytes,
}

/// A stretch of one channel.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Its messages, oldest first.
    pub messages: Vec<Arc<Message>>,
    /// The place after which the next stretch begins.
    pub next: u64,
}

/// The present state of one key.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The event's name, such as `match.snapshot`.
    pub event: Arc<str>,
    /// The key it is the state of: its narrowest channel.
    pub channel: Arc<str>,
    /// The event's data, JSON text.
    pub data: Bytes,
    /// The last message the state includes.
    pub seq: u64,
}

/// An event outside the log, as a Pusher HTTP client publishes it.
///
/// It has no position: it is not kept, not replayed, not conflated, and not told to event streams.
#[derive(Clone, Debug)]
pub struct Broadcast {
    /// The event's name.
    pub event: Arc<str>,
    /// The channels it is told on.
    pub channels: Vec<Arc<str>>,
    /// The data, sent as a string exactly as given.
    pub data: Bytes,
    /// A socket that must not hear it, usually the sender's own.
    pub except: Option<String>,
}

/// An event that a client tells the others on a private or presence channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientEvent {
    /// Its name, which begins with `client-`.
    pub event: Arc<str>,
    /// The channel.
    pub channel: Arc<str>,
    /// The data, JSON text that goes out as it came in.
    pub data: Bytes,
    /// The user, on a presence channel.
    pub user_id: Option<Arc<str>>,
    /// The socket it came from, which does not hear it.
    pub socket_id: String,
}
