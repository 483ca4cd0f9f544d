//! What the engine asks of whoever owns the state.

use std::time::Duration;

use crate::message::Snapshot;

/// The owner of the state behind the channels.
///
/// Called from shard threads and stream tasks, so every answer must come from memory and be quick.
/// The order that makes resuming exact: update this state first, publish the message afterwards.
pub trait Source: Send + Sync + 'static {
    /// May this channel be subscribed to? If not, say why in one sentence.
    ///
    /// # Errors
    /// The sentence the client is told.
    fn admit(&self, channel: &str) -> Result<(), String>;

    /// May this socket listen to this private channel? Nobody may unless you say so.
    ///
    /// # Errors
    /// The sentence the client is told, with code 4009.
    fn authorize(&self, claim: &Claim<'_>) -> Result<(), String> {
        Err(format!("The channel {} is private and not offered here.", claim.channel))
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
