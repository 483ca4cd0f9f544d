//! One connection.

use std::time::Instant;

use bytes::Bytes;

use super::{
    Stream,
    catch_up::CatchUp,
    known::Known,
    queue::{Origin, Queue},
};
use crate::{
    backend::Used,
    encoded::Encoding,
    frame::Parser,
    message_rate::MessageRate,
    permit::{ConnectionPermit, DropGuard},
};

/// A socket's public id; random, so it also tells two users of one place in the shard apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SocketId(u32, u32);

impl SocketId {
    pub(crate) fn random() -> Self {
        Self(rand::random_range(1..=1_000_000_000), rand::random_range(1..=1_000_000_000))
    }

    /// Reads an id as it is written.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (left, right) = text.split_once('.')?;
        Some(Self(left.parse().ok()?, right.parse().ok()?))
    }
}

impl std::fmt::Display for SocketId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// Where a connection is in its life.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Phase {
    Open,
    /// A close frame is queued or sent; only the other side's end is awaited.
    Closing {
        since: Instant,
        finished: bool,
    },
}

/// Whether the socket takes what is written to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Nothing waits for the socket.
    Clear,
    /// Bytes wait, and some were taken lately.
    Waiting,
    /// As waiting, and more than half of what may wait does.
    Filling,
    /// Bytes wait, and nobody waits with them: none were taken for a second, or the connection has
    /// been conflated since it last had nothing waiting, or it is closing.
    Stalled,
}

#[derive(Debug)]
pub(crate) struct Conn {
    pub(crate) stream: Stream,
    pub(crate) id: SocketId,
    pub(crate) queue: Queue,
    pub(crate) parser: Parser,
    /// What is still owed to a connection that cannot be told everything at once.
    pub(crate) lag: Option<Box<CatchUp>>,
    pub(crate) encoding: Encoding,
    /// Whose it is; nobody's if it is being refused.
    pub(crate) permit: Option<ConnectionPermit>,
    /// Never read: it is what is dropped with the connection.
    pub(crate) _hold: Option<DropGuard>,
    pub(crate) max_channels: usize,
    /// Who sits there, where it has said so.
    pub(crate) known: Option<Box<Known>>,
    /// What it may still ask; none while it is being refused.
    pub(crate) allowance: Option<Box<MessageRate>>,
    pub(crate) phase: Phase,
    pub(crate) flow: Flow,
    /// The last write would have blocked; wait for the socket to say when to go on.
    pub(crate) blocked: bool,
    /// It is in the shard's list of connections to flush.
    pub(crate) dirty: bool,
    /// It is in the shard's list of connections to read.
    pub(crate) unread: bool,
    /// No more comes from the other side than what waits to be read.
    pub(crate) ends: bool,
    /// It is not read until it has taken what it was sent.
    pub(crate) muted: bool,
    /// It has been conflated since it last had nothing waiting.
    pub(crate) conflated: bool,
    pub(crate) pinged: bool,
    pub(crate) opened_at: Instant,
    pub(crate) heard_at: Instant,
    pub(crate) progress_at: Instant,
    /// When the source was last told what it used, or when it was opened.
    pub(crate) counted_at: Instant,
    /// Since then.
    pub(crate) messages_out: u64,
    /// Since then.
    pub(crate) bytes_out: u64,
}

impl Conn {
    pub(crate) fn new(stream: Stream, encoding: Encoding, now: Instant) -> Self {
        Self {
            stream,
            id: SocketId::random(),
            queue: Queue::default(),
            parser: Parser::default(),
            lag: None,
            encoding,
            permit: None,
            _hold: None,
            max_channels: 0,
            known: None,
            allowance: None,
            phase: Phase::Open,
            flow: Flow::Clear,
            blocked: false,
            dirty: false,
            unread: false,
            ends: false,
            muted: false,
            conflated: false,
            pinged: false,
            opened_at: now,
            heard_at: now,
            progress_at: now,
            counted_at: now,
            messages_out: 0,
            bytes_out: 0,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open)
    }

    /// Whether a frame of this size would put the connection over its bound.
    pub(crate) fn would_overflow(&self, len: usize, max: usize) -> bool {
        !self.queue.is_empty() && self.queue.bytes() + len > max
    }

    /// What it used since this was last asked.
    pub(crate) fn take_used(&mut self, now: Instant) -> Used {
        Used {
            open_for: now.duration_since(std::mem::replace(&mut self.counted_at, now)),
            messages_out: std::mem::take(&mut self.messages_out),
            bytes_out: std::mem::take(&mut self.bytes_out),
        }
    }

    /// Queues an event message.
    pub(crate) fn send(&mut self, frame: Bytes, origin: Origin) {
        self.messages_out += 1;
        self.queue.push(frame, origin);
    }
}
