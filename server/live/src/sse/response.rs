//! The HTTP answer that never ends by itself.

use std::{
    convert::Infallible,
    sync::{Arc, atomic::Ordering::Relaxed},
};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{HeaderValue, header};
use tokio::time::Instant;

use super::{cursor::Cursor, registry::Listener};
use crate::{
    backend::Used,
    hub::{Hub, Shared},
    permit::{ConnectOptions, ConnectionPermit},
    protocol::channel::{self, BadChannel, Kind},
};

/// Why a stream is not given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamRefusal {
    /// No channel was named.
    #[error("Name at least one channel to listen to.")]
    NoChannels,
    /// A name is not a channel's.
    #[error(transparent)]
    BadChannel(#[from] BadChannel),
    /// The source or the channel's kind forbids it; the sentence says why.
    #[error("{0}")]
    NotAdmitted(String),
    /// More channels than one stream may have.
    #[error("A stream may listen to {0} channels at most.")]
    TooManyChannels(usize),
    /// The tag has all of its sockets and streams open.
    #[error("{0}")]
    TooManyStreams(String),
    /// The hub is about to stop.
    #[error("The server restarts; come back in a moment.")]
    Draining,
}

impl Hub {
    /// An endless answer of server-sent events for these channels, each message once.
    ///
    /// Continues after `last_event_id` if everything since is kept; if not, begins with an event
    /// `reset` and the present state; without one, begins with the channels' snapshots.
    ///
    /// # Errors
    /// Why not; nothing is left open.
    pub async fn sse(
        &self,
        channels: &[String],
        last_event_id: Option<&str>,
        options: &ConnectOptions,
    ) -> Result<Response, StreamRefusal> {
        let shared = self.shared();
        let channels = permitted(shared, channels, options)?;
        if shared.draining.load(Relaxed) {
            return Err(StreamRefusal::Draining);
        }
        let full = |bound| StreamRefusal::TooManyStreams(options.why_full(bound));
        let permit = self.take(options).await.map_err(full)?;
        let open = Open::new(shared.clone(), permit, channels, last_event_id);
        let stream = futures::stream::unfold(open, |mut open| async move {
            open.next().await.map(|bytes| (Ok::<Bytes, Infallible>(bytes), open))
        });
        let mut response = Response::new(Body::from_stream(stream));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform"));
        // Proxies that buffer would hold events back.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        Ok(response)
    }
}

fn permitted(
    shared: &Shared,
    channels: &[String],
    options: &ConnectOptions,
) -> Result<Vec<Arc<str>>, StreamRefusal> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for name in channels {
        channel::check(name)?;
        match Kind::of(name).0 {
            Kind::Public => shared.source.admit(name, None).map_err(StreamRefusal::NotAdmitted)?,
            Kind::Private | Kind::Encrypted | Kind::Presence => {
                let why = format!("The channel {name} can be joined by a socket only.");
                return Err(StreamRefusal::NotAdmitted(why));
            }
        }
        if !names.iter().any(|known| **known == **name) {
            names.push(name.as_str().into());
        }
        if names.len() > options.max_channels {
            return Err(StreamRefusal::TooManyChannels(options.max_channels));
        }
    }
    if names.is_empty() { Err(StreamRefusal::NoChannels) } else { Ok(names) }
}

/// An open stream; everything it holds is given back when it is dropped.
struct Open {
    shared: Arc<Shared>,
    channels: Vec<Arc<str>>,
    cursor: Cursor,
    listener: Arc<Listener>,
    number: usize,
    /// When the source was last told what it used, or when it was opened.
    counted_at: Instant,
    /// Since then.
    used: Used,
}

impl Open {
    fn new(
        shared: Arc<Shared>,
        permit: ConnectionPermit,
        channels: Vec<Arc<str>>,
        last_event_id: Option<&str>,
    ) -> Self {
        let listener = Arc::new(Listener::new(permit));
        // Registered before the cursor reads the log, so that no message falls in between.
        let number = shared.streams.add(listener.clone(), &channels);
        for channel in &channels {
            shared.occupancy.join(channel);
        }
        shared.counters.streams.fetch_add(1, Relaxed);
        let cursor = Cursor::begin(&shared, channels.clone(), last_event_id);
        Self {
            shared,
            channels,
            cursor,
            listener,
            number,
            counted_at: Instant::now(),
            used: Used::default(),
        }
    }

    async fn next(&mut self) -> Option<Bytes> {
        let keep_alive = Instant::now() + self.shared.config.keep_alive;
        loop {
            let count = self.counted_at + self.shared.config.count_every;
            if Instant::now() >= count {
                self.tell();
                continue;
            }
            if self.listener.is_closed() {
                return None;
            }
            if let Some(piece) = self.cursor.next(&self.shared) {
                self.count(piece.messages, piece.bytes.len());
                return Some(piece.bytes);
            }
            if self.cursor.behind {
                if self.cursor.catch_up(&self.shared).await {
                    continue;
                }
                return None;
            }
            let until =
                self.listener.ends_at().into_iter().fold(keep_alive.min(count), Instant::min);
            let woken = tokio::time::timeout_at(until, self.listener.news.notified()).await;
            if woken.is_err() && Instant::now() >= keep_alive && !self.listener.is_closed() {
                let comment = Bytes::from_static(b": keep-alive\n\n");
                self.count(0, comment.len());
                return Some(comment);
            }
        }
    }

    fn count(&mut self, messages: u64, bytes: usize) {
        self.used.messages_out += messages;
        self.used.bytes_out += bytes as u64;
        self.shared.counters.messages_out.fetch_add(messages, Relaxed);
        self.shared.counters.bytes_out.fetch_add(bytes as u64, Relaxed);
    }

    /// Tells the source what was used since it was last told.
    fn tell(&mut self) {
        let now = Instant::now();
        let open_for = now.duration_since(std::mem::replace(&mut self.counted_at, now));
        let used = Used { open_for, ..std::mem::take(&mut self.used) };
        self.shared.source.used(&self.listener.tag, used);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.tell();
        self.shared.streams.remove(self.number);
        for channel in &self.channels {
            self.shared.occupancy.leave(channel);
        }
        self.shared.counters.streams.fetch_sub(1, Relaxed);
    }
}
