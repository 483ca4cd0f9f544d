//! The loop of a shard's thread.

use std::{
    collections::VecDeque,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, TryRecvError},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use mio::{Events, Poll, Token, Waker};
use slab::Slab;

use super::{
    Command, Counted, Greeting, Key, NewConnection, Shard, ShardHandle, Taken, catch_up,
    command::Load, conn::Conn, subscriptions::Subscriptions, timer::Timers,
};
use crate::{
    encoded::Encoding,
    hub::Shared,
    message_rate::MessageRate,
    protocol::{close::CloseCode, outgoing},
};

const WAKER: Token = Token(usize::MAX);
/// Commands taken per turn; the publishes among them are written together.
const COMMANDS_PER_TURN: usize = 16;
/// Connections read per turn before commands are taken and writes made.
const READS_PER_TURN: usize = 256;
/// Connections written per turn before sockets are looked at again.
const WRITES_PER_TURN: usize = 256;
const READ_BUFFER: usize = 16 * 1024;

/// Starts a shard on a thread of its own.
///
/// # Errors
/// The system gives no poll or no thread.
pub(crate) fn spawn(
    shared: Arc<Shared>,
    number: usize,
) -> io::Result<(ShardHandle, JoinHandle<()>)> {
    let poll = Poll::new()?;
    let (port, received) = port(&poll)?;
    let shard = Shard::new(shared, port.clone(), received);
    let thread = std::thread::Builder::new()
        .name(format!("live-shard-{number}"))
        .spawn(move || shard.keep_running(poll))?;
    Ok((port, thread))
}

/// The way into a shard that looks at this poll, and where it comes out.
pub(super) fn port(poll: &Poll) -> io::Result<(ShardHandle, Receiver<Command>)> {
    let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
    let (awake, load) = (Arc::new(AtomicBool::new(false)), Arc::new(Load::default()));
    let (commands, received) = mpsc::channel();
    Ok((ShardHandle { commands, waker, awake, load }, received))
}

impl Shard {
    pub(super) fn new(shared: Arc<Shared>, port: ShardHandle, commands: Receiver<Command>) -> Self {
        let now = Instant::now();
        Self {
            timers: Timers::new(&shared.config, now),
            shared,
            load: port.load.clone(),
            port,
            commands,
            conns: Slab::new(),
            table: Subscriptions::default(),
            dirty: VecDeque::new(),
            unread: VecDeque::new(),
            owing: Vec::new(),
            dead: Vec::new(),
            snapshots: catch_up::SnapshotFrames::default(),
            counted: Counted::default(),
            taken: Taken::default(),
            now,
            stopping: false,
        }
    }

    /// Runs until told to stop. A panic, most likely the source's, costs this shard's sockets; their
    /// clients come back.
    fn keep_running(mut self, mut poll: Poll) {
        while catch_unwind(AssertUnwindSafe(|| self.run(&mut poll))).is_err() {
            tracing::error!(
                "a shard panicked; its sockets are dropped and it goes on without them"
            );
            self.dead = self.conns.iter().map(|(key, _)| key).collect();
            self.drop_closed();
            self.dirty.clear();
            self.unread.clear();
            self.owing.clear();
            self.report();
        }
    }

    fn run(&mut self, poll: &mut Poll) {
        let mut events = Events::with_capacity(1024);
        let mut buffer = vec![0; READ_BUFFER];
        // After a panic, commands may be waiting that nobody will be woken for again.
        let mut more = true;
        while !self.stopping {
            let sleep = match more || self.is_busy() {
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
            more = self.turn(&events, poll, &mut buffer);
        }
    }

    /// Whether something waits for the next turn.
    pub(super) fn is_busy(&self) -> bool {
        !(self.dirty.is_empty() && self.unread.is_empty() && self.owing.is_empty())
    }

    /// Gives every connection its turn, which has bounds whatever one of them sends or is owed. True
    /// if there may be more commands.
    pub(super) fn turn(&mut self, events: &Events, poll: &Poll, buffer: &mut [u8]) -> bool {
        self.now = Instant::now();
        for event in events.iter().filter(|event| event.token() != WAKER) {
            self.on_event(event);
        }
        for _ in 0..self.unread.len().min(READS_PER_TURN) {
            if let Some(key) = self.unread.pop_front() {
                self.read(key, buffer);
            }
        }
        let more = self.take_commands(poll);
        for key in std::mem::take(&mut self.owing) {
            self.stage(key);
        }
        for _ in 0..WRITES_PER_TURN {
            let Some(key) = self.dirty.pop_front() else { break };
            self.flush(key);
        }
        self.tick();
        self.drop_closed();
        self.report();
        more
    }

    fn on_event(&mut self, event: &mio::event::Event) {
        let Token(key) = event.token();
        let Some(conn) = self.conns.get_mut(key) else { return };
        let ends = event.is_read_closed() || event.is_error();
        conn.ends |= ends;
        let reads = event.is_readable() || ends;
        if event.is_writable() {
            conn.blocked = false;
            if !conn.queue.is_empty() || conn.lag.is_some() {
                self.stage(key);
            }
        }
        if reads {
            self.will_read(key);
        }
    }

    /// Takes some commands, unless the last ones are still being written. True if there may be more.
    fn take_commands(&mut self, poll: &Poll) -> bool {
        if !self.dirty.is_empty() && self.dirty.len() > WRITES_PER_TURN {
            return true;
        }
        // Before looking, so that a command sent after the look wakes the poll again.
        self.port.awake.store(false, Ordering::Release);
        for _ in 0..COMMANDS_PER_TURN {
            match self.commands.try_recv() {
                Ok(command) => {
                    self.taken.commands += 1;
                    self.taken.bytes += command.bytes();
                    self.handle_command(command, poll);
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

    fn handle_command(&mut self, command: Command, poll: &Poll) {
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

    fn open(&mut self, arrival: NewConnection, poll: &Poll) {
        let NewConnection { mut stream, read_ahead, deflate, greeting, hold } = arrival;
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
        let open = self.conns.get_mut(key).filter(|conn| conn.is_open() && !read_ahead.is_empty());
        if let Some(conn) = open {
            conn.parser.push(&read_ahead);
            self.will_read(key);
        }
    }

    fn greet(&mut self, key: Key, greeting: Greeting) {
        match greeting {
            Greeting::Refuse { code, message } => {
                self.shared.counters.refused.fetch_add(1, Ordering::Relaxed);
                self.close(key, code, &message);
            }
            Greeting::Welcome { permit, max_channels } => {
                let void = permit.is_void();
                let Some(conn) = self.conns.get_mut(key) else { return };
                conn.permit = Some(permit);
                conn.allowance = Some(Box::new(MessageRate::new(max_channels)));
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
                self.send_text(key, &outgoing::established(&id, timeout, &head));
            }
        }
    }
}
