//! What a hub may use: threads, memory, time.

use std::time::Duration;

use crate::takeover::{self, TakeOver};

/// The bounds of a [`Hub`](crate::Hub).
#[derive(Clone, Debug)]
pub struct HubConfig {
    /// Shard threads; each owns its share of the sockets. Half the cores, at least one.
    pub shards: usize,
    /// Messages kept for resuming clients.
    pub history: usize,
    /// Bytes that may wait for one connection before it is conflated to snapshots.
    pub max_out_bytes: usize,
    /// How long a connection with bytes waiting may take none of them before it is closed.
    pub no_progress: Duration,
    /// What clients are told: send a ping after this long without hearing anything.
    pub activity_timeout: Duration,
    /// Silence from a client, or from the server, after which the server pings; a client that was
    /// not heard for as long again is closed.
    pub idle_ping: Duration,
    /// How long the present state of a channel, once read, is given to others who ask for it.
    pub recovery_shared: Duration,
    /// How long a silent socket may take to answer when a newcomer needs its place.
    pub answer_within: Duration,
    /// How a socket is taken out of what hyper upgraded.
    pub take_over: TakeOver,
    /// The largest message a client may send, in bytes, compressed or not.
    pub max_frame_in: usize,
    /// The kernel's send buffer per socket, in bytes. Bounds what a stalled client can hold.
    pub send_buffer: usize,
    /// Messages smaller than this many bytes are sent without compression.
    pub deflate_min: usize,
    /// How long a publisher is held back, at most, while healthy clients catch up.
    pub pace: Duration,
    /// Time between two comments on a silent event stream.
    pub keep_alive: Duration,
    /// How often the source is told what open sockets and streams used.
    pub count_every: Duration,
    /// How long a closing socket may take to finish before it is dropped.
    pub close_grace: Duration,
}

impl Default for HubConfig {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            shards: (cores / 2).max(1),
            history: 20_000,
            max_out_bytes: 1024 * 1024,
            no_progress: Duration::from_secs(10),
            activity_timeout: Duration::from_secs(30),
            // With the time between two looks well below 25 s, which proxies are promised.
            idle_ping: Duration::from_secs(20),
            recovery_shared: Duration::from_secs(2),
            answer_within: Duration::from_secs(2),
            take_over: takeover::plain,
            max_frame_in: 32 * 1024,
            send_buffer: 128 * 1024,
            deflate_min: 200,
            pace: Duration::from_millis(100),
            keep_alive: Duration::from_secs(15),
            count_every: Duration::from_secs(3),
            close_grace: Duration::from_secs(5),
        }
    }
}
