//! What the engine asks of whoever owns the state.

use std::{sync::Arc, time::Duration};

use crate::message::{ClientEvent, Snapshot};

/// The owner of the state behind the channels.
///
/// Called from shard threads and stream tasks, so every answer must come from memory and be quick.
/// The order that makes resuming exact: update this state first, publish the message afterwards.
pub trait ChannelBackend: Send + Sync + 'static {
    /// May this public channel be subscribed to by a socket of this tag? If not, say why in one
    /// sentence. Streams and those who ask for a stretch of the log have no tag: they hear the log
    /// and nothing else.
    ///
    /// # Errors
    /// The sentence the client is told.
    fn admit(&self, channel: &str, tag: Option<&str>) -> Result<(), String>;

    /// May this socket listen to this private or presence channel? Nobody may unless you say so.
    ///
    /// # Errors
    /// The sentence the client is told, with code 4009.
    fn authorize(&self, claim: &Claim<'_>) -> Result<(), String> {
        Err(format!("The channel {} is private and not offered here.", claim.channel))
    }

    /// Does this claim prove who sits at the socket? It proves nothing unless you say so.
    fn identify(&self, claim: &SignIn<'_>) -> bool {
        let _ = claim;
        false
    }

    /// May clients tell one another events on this private or presence channel? They may not unless
    /// you say so.
    fn takes_client_events(&self, channel: &str) -> bool {
        let _ = channel;
        false
    }

    /// Something happened that other nodes, or whoever is told of it, should know.
    fn happened(&self, what: Happening) {
        let _ = what;
    }

    /// What a fresh subscriber of this channel is sent first; also the latest state of one key.
    fn snapshot(&self, channel: &str) -> Vec<Snapshot>;

    /// The present state of all this channel covers, for a client whose gap cannot be replayed.
    fn recover(&self, channel: &str) -> Vec<Snapshot>;

    /// The sockets and streams of this tag used so much since this was last said. Said of each one
    /// every [`HubConfig::count_every`](crate::HubConfig::count_every) while it is open, and of
    /// what is left when it ends, so the sum of all is what was used.
    fn used(&self, tag: &str, used: Used) {
        let _ = (tag, used);
    }
}

/// A request to join a private channel.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The socket's id, part of what was signed.
    pub socket_id: &'a str,
    /// Whose socket it is.
    pub tag: &'a str,
    /// The channel asked for.
    pub channel: &'a str,
    /// The `auth` field: `key:signature`.
    pub auth: &'a str,
    /// The `channel_data` field, exactly as sent.
    pub channel_data: Option<&'a str>,
}

/// A request to be known as somebody.
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    /// The socket's id, part of what was signed.
    pub socket_id: &'a str,
    /// Whose socket it is.
    pub tag: &'a str,
    /// The `auth` field: `key:signature`.
    pub auth: &'a str,
    /// The `user_data` field, exactly as sent.
    pub user_data: &'a str,
}

/// What happened on this node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A client told the others something.
    ClientEvent(ClientEvent),
    /// Somebody came to a cache channel that keeps nothing.
    CacheMiss {
        /// The channel.
        channel: Arc<str>,
    },
}

/// What sockets and streams used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// How long they were open, added up.
    pub open_for: Duration,
    /// Messages sent to them.
    pub messages_out: u64,
    /// Bytes sent to them, framing included.
    pub bytes_out: u64,
}

impl std::ops::AddAssign for Used {
    fn add_assign(&mut self, other: Self) {
        self.open_for += other.open_for;
        self.messages_out += other.messages_out;
        self.bytes_out += other.bytes_out;
    }
}
