//! Shards: each a thread with its own poll loop that owns its share of the sockets.
//!
//! Nothing here is shared between threads but the history, the counters and the source. Work comes in
//! as [`Command`]s; order per socket is the order of commands in its shard.

mod catch_up;
mod client;
mod close;
mod command;
mod conn;
mod flush;
mod known;
mod permit;
mod publish;
mod queue;
mod read;
mod request;
mod room;
mod run;
pub(crate) mod seen_mark;
mod stream;
pub(crate) mod subscriptions;
mod timer;
#[cfg(test)]
mod turn_tests;
mod way;

pub(crate) use command::{Command, Greeting, NewConnection, ShardHandle};
pub(crate) use conn::SocketId;
pub(crate) use run::spawn;
pub(crate) use stream::Stream;
pub(crate) use way::Candidate;

use std::{collections::VecDeque, sync::Arc, sync::mpsc::Receiver, time::Instant};

use slab::Slab;

use crate::hub::Shared;

use conn::Conn;
use subscriptions::Subscriptions;

/// The place of a connection in its shard. Reused: whoever keeps one keeps the socket's id too.
type Key = usize;

/// One shard's state, apart from its poll.
struct Shard {
    shared: Arc<Shared>,
    load: Arc<command::Load>,
    /// The way into this shard, for those who answer it.
    port: ShardHandle,
    commands: Receiver<Command>,
    conns: Slab<Conn>,
    table: Subscriptions,
    /// Connections with something staged since the last flush.
    dirty: VecDeque<Key>,
    /// Connections to be read, each once a turn.
    unread: VecDeque<Key>,
    /// Connections that are owed more than one turn pays.
    owing: Vec<Key>,
    /// Connections to be dropped at the end of the turn.
    dead: Vec<Key>,
    timers: timer::Timers,
    snapshots: catch_up::SnapshotFrames,
    counted: Counted,
    taken: Taken,
    /// The time, read once per turn.
    now: Instant,
    /// Set by the last command.
    stopping: bool,
}

/// What one turn did, not yet added to the counters everyone sees.
#[derive(Default)]
struct Counted {
    messages_out: u64,
    bytes_out: u64,
    messages_in: u64,
    conflated: u64,
}

/// Commands obeyed whose frames may not be written yet.
#[derive(Default)]
struct Taken {
    commands: usize,
    bytes: usize,
}
