//! The hub: what the rest of the service holds.

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{
            AtomicBool, AtomicU64, AtomicUsize,
            Ordering::{Acquire, Relaxed, Release},
        },
    },
    time::{Duration, Instant},
};

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;

use crate::{
    backend::ChannelBackend,
    config::HubConfig,
    handshake::{BadHandshake, Handshake},
    history::History,
    message::{Message, Stretch},
    occupancy::Occupancy,
    peers::Peers,
    permit::{ConnectOptions, DropGuard, PermitRegistry},
    protocol::{close::CloseCode, version},
    recovery::{self, Recoveries},
    rooms::Rooms,
    shard::{self, Command, Greeting, NewConnection, ShardHandle, Stream},
    sse::Streams,
    stats::{Counters, Stats},
    takeover::Taken,
};

/// A shard with this many commands waiting holds publishers back.
const QUEUE_FULL: usize = 64;

/// What the hub, its shards and its streams have in common.
pub(crate) struct Shared {
    pub(crate) config: HubConfig,
    pub(crate) epoch: Arc<str>,
    pub(crate) source: Arc<dyn ChannelBackend>,
    pub(crate) counters: Counters,
    pub(crate) occupancy: Occupancy,
    pub(crate) peers: Peers,
    pub(crate) rooms: Rooms,
    pub(crate) tags: PermitRegistry,
    pub(crate) streams: Streams,
    pub(crate) recoveries: Recoveries,
    pub(crate) draining: AtomicBool,
    /// Held by the newcomer for whom a share leaves a place.
    pub(crate) turns: tokio::sync::Mutex<()>,
    /// The ways into all shards, once they are started.
    ports: OnceLock<Vec<ShardHandle>>,
    history: Mutex<History>,
    /// Where the history stands, for those who ask often; written under its lock.
    head: AtomicU64,
}

impl Shared {
    pub(crate) fn new(
        config: HubConfig,
        epoch: &str,
        history: History,
        source: Arc<dyn ChannelBackend>,
    ) -> Self {
        Self {
            head: AtomicU64::new(history.head()),
            history: Mutex::new(history),
            config,
            epoch: epoch.into(),
            source,
            counters: Counters::default(),
            occupancy: Occupancy::default(),
            peers: Peers::default(),
            rooms: Rooms::default(),
            ports: OnceLock::new(),
            tags: PermitRegistry::default(),
            streams: Streams::default(),
            recoveries: Recoveries::default(),
            draining: AtomicBool::new(false),
            turns: tokio::sync::Mutex::default(),
        }
    }

    /// The history, for as short as possible.
    pub(crate) fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The ways into all shards.
    pub(crate) fn ports(&self) -> &[ShardHandle] {
        self.ports.get().map_or(&[], Vec::as_slice)
    }
}

/// The realtime engine; a cheap handle. Its threads end with the last handle.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    ports: Vec<ShardHandle>,
    next: AtomicUsize,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.shared.streams.close_all();
        self.shared.recoveries.end();
        for port in &self.ports {
            port.send(Command::Stop);
        }
    }
}

impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hub").field("stats", &self.stats()).finish()
    }
}

impl Hub {
    /// Starts the shards. `history` is what is still known of the log, oldest first; the log stands
    /// at `head`.
    ///
    /// # Errors
    /// The system gives no poll or no thread.
    pub fn start(
        config: HubConfig,
        epoch: &str,
        history: Vec<Message>,
        head: u64,
        source: Arc<dyn ChannelBackend>,
    ) -> io::Result<Self> {
        let shards = config.shards.max(1);
        let history = History::new(epoch, config.history, history, head);
        let shared = Arc::new(Shared::new(config, epoch, history, source));
        let ports = (0..shards)
            .map(|number| shard::spawn(shared.clone(), number).map(|(port, _)| port))
            .collect::<io::Result<Vec<ShardHandle>>>()?;
        // Only ever set here.
        let _ = shared.ports.set(ports.clone());
        recovery::spawn(&shared)?;
        Ok(Self(Arc::new(Inner { shared, ports, next: AtomicUsize::new(0) })))
    }

    /// The last place in the log that was told. State that is read after this includes all that was
    /// told up to it. Asking costs next to nothing.
    pub fn head(&self) -> u64 {
        self.shared().head.load(Acquire)
    }

    /// May this channel be listened to? If not, the sentence that says why.
    ///
    /// # Errors
    /// The channel is none, or none that is offered.
    pub fn admit(&self, channel: &str) -> Result<(), String> {
        self.shared().source.admit(channel, None)
    }

    /// The next messages on a channel after a place in the log, at most `limit` of them; `None` where
    /// the history does not hold all that was told since.
    pub fn after(&self, channel: &str, seq: u64, limit: usize) -> Option<Stretch> {
        let (found, head) = {
            let history = self.shared().history();
            (history.after(channel, seq, limit).ok()?, history.head())
        };
        let messages: Vec<_> = found.iter().map(|encoded| encoded.message.clone()).collect();
        let next = messages.last().filter(|_| messages.len() == limit).map_or(head, |m| m.seq);
        Some(Stretch { messages, next })
    }

    /// Tells everyone, after giving healthy clients that lag behind a moment to catch up: at most
    /// [`HubConfig::pace`]. Publish in the order of the log; a place already taken is ignored.
    pub async fn publish(&self, message: Message) {
        self.pace().await;
        self.publish_now(message);
    }

    /// Tells everyone without holding the publisher back.
    pub fn publish_now(&self, message: Message) {
        let shared = self.shared();
        let channels = message.channels.clone();
        {
            // Under the lock, so that every shard gets the messages in the order of the log.
            let mut history = shared.history();
            let Some(encoded) = history.append(message) else {
                shared.counters.repeated.fetch_add(1, Relaxed);
                return;
            };
            shared.head.store(history.head(), Release);
            for port in &self.0.ports {
                port.send(Command::Publish(encoded.clone()));
            }
        }
        shared.counters.published.fetch_add(1, Relaxed);
        shared.streams.notify(&channels);
    }

    /// Waits while a shard has not taken what was published, or more than a quarter of its clients
    /// are catching up; a tenth as long while any client is about to be conflated. Clients that take
    /// nothing, or were conflated before, do not count: they are the server's to bring down to
    /// snapshots and close, not the publisher's to wait for.
    pub async fn pace(&self) {
        // What waits for a shard must fit a client that waits for nothing yet, with room to spare.
        let room = self.shared().config.max_out_bytes / 4;
        let pace = self.shared().config.pace;
        let begun = Instant::now();
        loop {
            let ports = &self.0.ports;
            let patience = if ports.iter().any(|port| is_pressed(port, room)) {
                pace
            } else if ports.iter().any(|port| port.load.filling.load(Relaxed) > 0) {
                pace / 10
            } else {
                return;
            };
            if begun.elapsed() >= patience {
                return;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Upgrades a request to a socket of this hub.
    ///
    /// A request that is no WebSocket handshake is answered with a problem. A client that speaks
    /// another protocol version, is over its number of sockets, or comes during a drain is upgraded
    /// and told so with a `pusher:error` and a close code, for that is all its library can see.
    pub async fn upgrade(&self, request: Request, options: ConnectOptions) -> Response {
        let shared = self.shared();
        let greeting = if shared.draining.load(Relaxed) {
            refusal(CloseCode::OverCapacity, "The server restarts; come back in a moment.")
        } else if let Err(bad) = version::check(request.uri().query()) {
            refusal(bad.code(), &bad.to_string())
        } else {
            match self.take(&options).await {
                Ok(permit) => Greeting::Welcome { permit, max_channels: options.max_channels },
                Err(bound) => refusal(CloseCode::OverQuota, &options.why_full(bound)),
            }
        };
        self.receive(request, greeting)
    }

    /// Upgrades a request only to say why it is refused: `pusher:error` and a close with this code.
    pub async fn refuse(&self, request: Request, code: CloseCode, message: &str) -> Response {
        self.receive(request, refusal(code, message))
    }

    fn receive(&self, mut request: Request, greeting: Greeting) -> Response {
        let handshake = match Handshake::read(&request) {
            Ok(handshake) => handshake,
            Err(bad) => return bad.into_response(),
        };
        if request.extensions().get::<hyper::upgrade::OnUpgrade>().is_none() {
            tracing::error!(
                "a WebSocket handshake arrived on a connection that cannot be upgraded"
            );
            return BadHandshake::NotUpgradable.into_response();
        }
        let upgrade = hyper::upgrade::on(&mut request);
        let deflate = handshake.deflate;
        let hub = self.clone();
        tokio::spawn(async move {
            match upgrade.await {
                Ok(upgraded) => hub.hand_over(upgraded, deflate, greeting),
                Err(error) => tracing::debug!(%error, "a client left during its handshake"),
            }
        });
        handshake.response()
    }

    /// Gives a socket to the next shard.
    fn hand_over(&self, upgraded: Upgraded, deflate: bool, greeting: Greeting) {
        let (stream, read_ahead, hold) = match self.own(upgraded) {
            Ok(owned) => owned,
            Err(error) => {
                tracing::warn!(%error, "an upgraded socket could not be taken over and is dropped");
                return;
            }
        };
        let arrival = NewConnection { stream, read_ahead, deflate, greeting, hold };
        let next = self.0.next.fetch_add(1, Relaxed) % self.0.ports.len();
        self.0.ports[next].send(Command::Open(Box::new(arrival)));
    }

    /// Takes the socket out of hyper. Any other kind of stream than TCP is bridged.
    fn own(&self, upgraded: Upgraded) -> io::Result<(Stream, Bytes, Option<DropGuard>)> {
        match (self.shared().config.take_over)(upgraded) {
            Ok(Taken { stream, read_ahead, hold }) => {
                // Copied, for what hyper hands out pins its whole read buffer.
                let read_ahead = Bytes::copy_from_slice(&read_ahead);
                let stream = stream.into_std()?;
                stream.set_nodelay(true)?;
                let size = self.shared().config.send_buffer;
                socket2::SockRef::from(&stream).set_send_buffer_size(size)?;
                Ok((Stream::Tcp(mio::net::TcpStream::from_std(stream)), read_ahead, hold))
            }
            Err(upgraded) => {
                let (ours, mut theirs) = tokio::net::UnixStream::pair()?;
                tokio::spawn(async move {
                    let mut client = TokioIo::new(upgraded);
                    // An error here is a client that left; the shard sees the end of its socket.
                    let _ = tokio::io::copy_bidirectional(&mut client, &mut theirs).await;
                });
                let ours = mio::net::UnixStream::from_std(ours.into_std()?);
                Ok((Stream::Bridge(ours), Bytes::new(), None))
            }
        }
    }

    /// Closes every socket and stream of a tag or an owner, also those still arriving.
    pub fn close_tag(&self, tag: &str, code: CloseCode, reason: &str) {
        self.shared().tags.close(tag);
        let (tag, reason): (Arc<str>, Arc<str>) = (tag.into(), reason.into());
        for port in &self.0.ports {
            let (tag, reason) = (tag.clone(), reason.clone());
            port.send(Command::CloseTag { tag, code, reason });
        }
        self.shared().streams.close_tag(&tag);
    }

    /// How many sockets and streams of a tag or an owner are open.
    pub fn sockets_of(&self, tag: &str) -> usize {
        self.shared().tags.open(tag)
    }

    /// How many listen to a channel.
    pub fn subscribers(&self, channel: &str) -> usize {
        self.shared().occupancy.of(channel)
    }

    /// Every channel with a listener, and how many it has.
    pub fn occupied(&self) -> Vec<(Arc<str>, usize)> {
        self.shared().occupancy.all()
    }

    /// The counters.
    pub fn stats(&self) -> Stats {
        let shared = self.shared();
        let (channels, subscriptions) = shared.occupancy.totals();
        let backlogged = self.0.ports.iter().map(|port| port.load.backlogged.load(Relaxed)).sum();
        Stats { channels, subscriptions, backlogged, ..shared.counters.read() }
    }

    /// Whether the hub is closing everything and admits nobody.
    pub fn is_draining(&self) -> bool {
        self.shared().draining.load(Relaxed)
    }

    /// Stops admitting and closes everything, each socket and stream at a random moment within the
    /// window. Returns when all have gone, or a grace period after the window.
    pub async fn drain(&self, window: Duration) {
        let shared = self.shared();
        shared.draining.store(true, Relaxed);
        for port in &self.0.ports {
            port.send(Command::Drain(window));
        }
        shared.streams.drain(window);
        let until = Instant::now() + window + shared.config.close_grace;
        let is_empty = || {
            let stats = shared.counters.read();
            stats.sockets == 0 && stats.streams == 0
        };
        while !is_empty() && Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) fn ports(&self) -> &[ShardHandle] {
        &self.0.ports
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.0.shared
    }
}

fn refusal(code: CloseCode, message: &str) -> Greeting {
    Greeting::Refuse { code, message: message.to_owned() }
}

fn is_pressed(port: &ShardHandle, room: usize) -> bool {
    let load = &port.load;
    let catching_up = load.catching_up.load(Relaxed);
    load.queued.load(Relaxed) >= QUEUE_FULL
        || load.queued_bytes.load(Relaxed) > room
        || catching_up * 4 > load.conns.load(Relaxed)
}
