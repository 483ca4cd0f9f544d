//! What a shard is told, and the port it is told through.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::Sender,
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::sync::{mpsc::UnboundedSender, oneshot};

use super::{Key, Stream, conn::SocketId, way::Candidate};
use crate::{
    encoded::Encoded,
    permit::{ConnectionPermit, DropGuard},
    protocol::close::CloseCode,
    recovery::Recovered,
    told::Told,
};

/// One thing a shard is to do.
pub(crate) enum Command {
    Open(Box<NewConnection>),
    Publish(Arc<Encoded>),
    Broadcast(Arc<Told>),
    /// Close all sockets that are signed in as a user.
    CloseUser {
        user: Arc<str>,
        code: CloseCode,
        reason: Arc<str>,
    },
    /// Close all sockets of a tag.
    CloseTag {
        tag: Arc<str>,
        code: CloseCode,
        reason: Arc<str>,
    },
    /// Close all sockets, each at a random moment within the window.
    Drain(Duration),
    /// Ping the silent sockets of a name; how many there are.
    Ask {
        name: Arc<str>,
        asked: Instant,
        answer: UnboundedSender<usize>,
    },
    /// Find the sockets of a name; where they were asked, those that have not answered since.
    Find {
        name: Arc<str>,
        asked: Option<Instant>,
        answer: UnboundedSender<Vec<(Candidate, ShardHandle)>>,
    },
    /// Close one of them; whether it was.
    Cut {
        socket: Candidate,
        asked: Option<Instant>,
        answer: oneshot::Sender<bool>,
    },
    /// The present state of a channel that a socket waits for; nothing where it cannot be read.
    Recovered {
        key: Key,
        id: SocketId,
        channel: Arc<str>,
        state: Option<Arc<Recovered>>,
    },
    /// End the thread.
    Stop,
}

/// A socket that has just been upgraded.
pub(crate) struct NewConnection {
    pub(crate) stream: Stream,
    /// What the client sent right behind its handshake.
    pub(crate) read_ahead: Bytes,
    pub(crate) deflate: bool,
    pub(crate) greeting: Greeting,
    /// Kept for as long as the socket is open.
    pub(crate) hold: Option<DropGuard>,
}

/// How a socket is received.
pub(crate) enum Greeting {
    Welcome { permit: ConnectionPermit, max_channels: usize },
    Refuse { code: CloseCode, message: String },
}

/// How busy a shard is, for publishers to see.
#[derive(Debug, Default)]
pub(crate) struct Load {
    /// Commands sent and not yet taken.
    pub(crate) queued: AtomicUsize,
    /// Bytes of the messages among them.
    pub(crate) queued_bytes: AtomicUsize,
    pub(crate) conns: AtomicUsize,
    /// Connections with bytes waiting.
    pub(crate) backlogged: AtomicUsize,
    /// Of these, the ones that take bytes and were not conflated yet.
    pub(crate) catching_up: AtomicUsize,
    /// Of these, the ones about to be conflated.
    pub(crate) filling: AtomicUsize,
}

/// The way into a shard; a cheap handle.
#[derive(Clone)]
pub(crate) struct ShardHandle {
    pub(crate) commands: Sender<Command>,
    pub(crate) waker: Arc<mio::Waker>,
    pub(crate) awake: Arc<AtomicBool>,
    pub(crate) load: Arc<Load>,
}

impl Command {
    /// What it will add to the queue of each listener, roughly.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Publish(encoded) => encoded.message.data.len(),
            Self::Broadcast(told) => told.bytes(),
            Self::Open(_)
            | Self::CloseUser { .. }
            | Self::CloseTag { .. }
            | Self::Drain(_)
            | Self::Ask { .. }
            | Self::Find { .. }
            | Self::Cut { .. }
            | Self::Recovered { .. }
            | Self::Stop => 0,
        }
    }
}

impl ShardHandle {
    /// Hands over a command. A shard that has ended drops it.
    pub(crate) fn send(&self, command: Command) {
        self.load.queued.fetch_add(1, Ordering::Relaxed);
        self.load.queued_bytes.fetch_add(command.bytes(), Ordering::Relaxed);
        if self.commands.send(command).is_err() {
            return;
        }
        if !self.awake.swap(true, Ordering::AcqRel)
            && let Err(error) = self.waker.wake()
            && error.kind() != io::ErrorKind::WouldBlock
        {
            tracing::error!(%error, "a shard could not be woken; it goes on at its next tick");
        }
    }
}
