//! The loop of a shard's thread.

use std::{
    collections::VecDeque,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, TryRecvError},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use mio::{Events, Poll, Token, Waker};
use slab::Slab;

use super::{
    Arrival, Command, Counted, Greeting, Key, Port, Shard, Taken, command::Load, conn::Conn, lag,
    table::Table, timer::Timers,
};
use crate::{
    allowance::Allowance,
    encoded::Encoding,
    hub::Shared,
    protocol::{close::CloseCode, outgoing},
};

const WAKER: Token = Token(usize::MAX);
/// Commands taken per turn; the publishes among them are written together.
const COMMANDS_PER_TURN: usize = 16;
/// Connections written per turn before sockets are looked at again.
const WRITES_PER_TURN: usize = 256;
const READ_BUFFER: usize = 16 * 1024;

/// Starts a shard on a thread of its own.
///
/// # Errors
/// The system gives no poll or no thread.
pub(crate) fn spawn(shared: Arc<Shared>, number: usize) -> io::Result<(Port, JoinHandle<()>)> {
    let poll = Poll::new()?;
    let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
    let awake = Arc::new(AtomicBool::new(false));
    let load = Arc::new(Load::default());
    let (commands, received) = mpsc::channel();
    let now = Instant::now();
    let port = Port { commands, waker, awake: awake.clone(), load: load.clone() };
    let shard = Shard {
        port: port.clone(),
        timers: Timers::new(&shared.config, now),
        shared,
        load,
        commands: received,
        conns: Slab::new(),
        table: Table::default(),
        dirty: VecDeque::new(),
        unread: VecDeque::new(),
        dead: Vec::new(),
        snapshots: lag::SnapshotFrames::default(),
        counted: Counted::default(),
        taken: Taken::default(),
        now,
        stopping: false,
    };
    let thread = std::thread::Builder::new()
        .name(format!("live-shard-{number}"))
        .spawn(move || shard.keep_running(poll, &awake))?;
    Ok((port, thread))
}

impl Shard {
    /// Runs until told to stop. A panic, most likely the source's, costs this shard's sockets; their
    /// clients come back.
    fn keep_running(mut self, mut poll: Poll, awake: &AtomicBool) {
        while catch_unwind(AssertUnwindSafe(|| self.run(&mut poll, awake))).is_err() {
            tracing::error!(
                "a shard panicked; its sockets are dropped and it goes on without them"
            );
            self.dead = self.conns.iter().map(|(key, _)| key).collect();
            self.bury();
            self.dirty.clear();
            self.unread.clear();
            self.report();
        }
    }

    fn run(&mut self, poll: &mut Poll, awake: &AtomicBool) {
        let mut events = Events::with_capacity(1024);
        let mut buffer = vec![0; READ_BUFFER];
        // After a panic, commands may be waiting that nobody will be woken for again.
        let mut more = true;
        while !self.stopping {
            let busy = more || !self.dirty.is_empty() || !self.unread.is_empty();
            let sleep = match busy {
                true => Some(Duration::ZERO),
                false if self.conns.is_empty() => None,
                false => Some(self.timers.sleep(Instant::now())),
            };
            if let Err(error) = poll.poll(&mut events, sleep)
                && error.kind() != io::ErrorKind::Interrupted
            {
                tracing::error!(%error, "a shard cannot poll its sockets and ends; they are dropped");
                return;
            }
            self.now = Instant::now();
            for event in events.iter().filter(|event| event.token() != WAKER) {
                self.happened(event, &mut buffer);
            }
            for _ in 0..self.unread.len() {
                if let Some(key) = self.unread.pop_front() {
                    self.read(key, &mut buffer, false);
                }
            }
            more = self.take_commands(poll, awake);
            for _ in 0..WRITES_PER_TURN {
                let Some(key) = self.dirty.pop_front() else { break };
                self.flush(key);
            }
            self.tick();
            self.bury();
            self.report();
        }
    }

    fn happened(&mut self, event: &mio::event::Event, buffer: &mut [u8]) {
        let Token(key) = event.token();
        if event.is_writable()
            && let Some(conn) = self.conns.get_mut(key)
        {
            conn.blocked = false;
            if !conn.queue.is_empty() || conn.lag.is_some() {
                self.flush(key);
            }
        }
        let ends = event.is_read_closed() || event.is_error();
        if event.is_readable() || ends {
            self.read(key, buffer, ends);
        }
    }

    /// Takes some commands, unless the last ones are still being written. True if there may be more.
    fn take_commands(&mut self, poll: &Poll, awake: &AtomicBool) -> bool {
        if !self.dirty.is_empty() && self.dirty.len() > WRITES_PER_TURN {
            return true;
        }
        // Before looking, so that a command sent after the look wakes the poll again.
        awake.store(false, Ordering::Release);
        for _ in 0..COMMANDS_PER_TURN {
            match self.commands.try_recv() {
                Ok(command) => {
                    self.taken.commands += 1;
                    self.taken.bytes += command.bytes();
                    self.obey(command, poll);
                }
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => {
                    self.stopping = true;
                    return false;
                }
            }
        }
        true
    }

    fn obey(&mut self, command: Command, poll: &Poll) {
        match command {
            Command::Open(arrival) => self.open(*arrival, poll),
            Command::Publish(encoded) => self.publish(&encoded),
            Command::Broadcast(told) => self.broadcast(&told),
            Command::CloseUser { user, code, reason } => self.close_user(&user, code, &reason),
            Command::CloseTag { tag, code, reason } => self.close_tag(&tag, code, &reason),
            Command::Drain(window) => self.drain(window),
            // An answer that nobody waits for any more is nobody's.
            Command::Ask { name, asked, answer } => {
                let _ = answer.send(self.ask_silent(&name, asked));
            }
            Command::Find { name, asked, answer } => {
                let _ = answer.send(self.find(&name, asked));
            }
            Command::Cut { socket, asked, answer } => {
                let _ = answer.send(self.cut(socket, asked));
            }
            Command::Recovered { key, id, channel, state } => {
                self.recovered(key, id, &channel, state);
            }
            Command::Stop => self.stopping = true,
        }
    }

    fn open(&mut self, arrival: Arrival, poll: &Poll) {
        let Arrival { mut stream, read_ahead, deflate, greeting, hold } = arrival;
        let place = self.conns.vacant_entry();
        let key: Key = place.key();
        if let Err(error) = stream.register(poll.registry(), Token(key)) {
            tracing::warn!(%error, "a socket could not be watched and is dropped");
            return;
        }
        let encoding = match deflate {
            true => Encoding::Deflate { min: self.shared.config.deflate_min },
            false => Encoding::Plain,
        };
        place.insert(Conn { _hold: hold, ..Conn::new(stream, encoding, self.now) });
        self.load.conns.fetch_add(1, Ordering::Relaxed);
        self.shared.counters.sockets.fetch_add(1, Ordering::Relaxed);
        self.shared.counters.opened.fetch_add(1, Ordering::Relaxed);
        self.greet(key, greeting);
        if !read_ahead.is_empty() {
            self.feed(key, &read_ahead);
        }
    }

    fn greet(&mut self, key: Key, greeting: Greeting) {
        match greeting {
            Greeting::Refuse { code, message } => {
                self.shared.counters.refused.fetch_add(1, Ordering::Relaxed);
                self.close(key, code, &message);
            }
            Greeting::Welcome { ticket, max_channels } => {
                let void = ticket.is_void();
                let Some(conn) = self.conns.get_mut(key) else { return };
                conn.ticket = Some(ticket);
                conn.allowance = Some(Box::new(Allowance::new(max_channels)));
                conn.max_channels = max_channels;
                let id = conn.id.to_string();
                if void {
                    return self.close(
                        key,
                        CloseCode::Unauthorized,
                        "This key may no longer connect.",
                    );
                }
                if self.timers.draining {
                    let why = "The server restarts; come back and resume.";
                    return self.close(key, CloseCode::Reconnect, why);
                }
                let head = self.shared.history().position();
                let timeout = self.shared.config.activity_timeout.as_secs();
                self.say(key, &outgoing::established(&id, timeout, &head));
            }
        }
    }
}
