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
    hub::{Hub, Shared},
    protocol::channel::{self, BadChannel, Kind},
    source::Closed,
    ticket::{Admission, Ticket},
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
    #[error("All sockets of this key are in use.")]
    TooManyStreams,
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
    pub fn sse(
        &self,
        channels: &[String],
        last_event_id: Option<&str>,
        admission: &Admission,
    ) -> Result<Response, StreamRefusal> {
        let shared = self.shared();
        let channels = permitted(shared, channels, admission)?;
        if shared.draining.load(Relaxed) {
            return Err(StreamRefusal::Draining);
        }
        let ticket = shared.tags.take(admission).ok_or(StreamRefusal::TooManyStreams)?;
        let open = Open::new(shared.clone(), ticket, channels, last_event_id);
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
    admission: &Admission,
) -> Result<Vec<Arc<str>>, StreamRefusal> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for name in channels {
        channel::check(name)?;
        match channel::kind(name) {
            Kind::Public => shared.source.admit(name).map_err(StreamRefusal::NotAdmitted)?,
            Kind::Private | Kind::Presence => {
                let why = format!("The channel {name} can be joined by a socket only.");
                return Err(StreamRefusal::NotAdmitted(why));
            }
        }
        if !names.iter().any(|known| **known == **name) {
            names.push(name.as_str().into());
        }
        if names.len() > admission.max_channels {
            return Err(StreamRefusal::TooManyChannels(admission.max_channels));
        }
    }
    if names.is_empty() { Err(StreamRefusal::NoChannels) } else { Ok(names) }
}

/// An open stream; everything it holds is given back when it is dropped.
struct Open {
    shared: Arc<Shared>,
    ticket: Ticket,
    channels: Vec<Arc<str>>,
    cursor: Cursor,
    listener: Arc<Listener>,
    number: usize,
    opened_at: Instant,
    messages_out: u64,
    bytes_out: u64,
}

impl Open {
    fn new(
        shared: Arc<Shared>,
        ticket: Ticket,
        channels: Vec<Arc<str>>,
        last_event_id: Option<&str>,
    ) -> Self {
        let listener = Arc::new(Listener::new(ticket.names().cloned().collect()));
        // Registered before the cursor reads the log, so that no message falls in between.
        let number = shared.streams.add(listener.clone(), &channels);
        for channel in &channels {
            shared.occupancy.join(channel);
        }
        shared.counters.streams.fetch_add(1, Relaxed);
        let cursor = Cursor::begin(&shared, channels.clone(), last_event_id);
        let opened_at = Instant::now();
        let (messages_out, bytes_out) = (0, 0);
        Self {
            shared,
            ticket,
            channels,
            cursor,
            listener,
            number,
            opened_at,
            messages_out,
            bytes_out,
        }
    }

    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.listener.is_closed() || self.ticket.is_void() {
                return None;
            }
            if let Some(piece) = self.cursor.next(&self.shared) {
                self.count(piece.messages, piece.bytes.len());
                return Some(piece.bytes);
            }
            let keep_alive = Instant::now() + self.shared.config.keep_alive;
            let until =
                self.listener.ends_at().map_or(keep_alive, |ends_at| ends_at.min(keep_alive));
            let woken = tokio::time::timeout_at(until, self.listener.news.notified()).await;
            if woken.is_err() && !self.listener.is_closed() {
                let comment = Bytes::from_static(b": keep-alive\n\n");
                self.count(0, comment.len());
                return Some(comment);
            }
        }
    }

    fn count(&mut self, messages: u64, bytes: usize) {
        self.messages_out += messages;
        self.bytes_out += bytes as u64;
        self.shared.counters.messages_out.fetch_add(messages, Relaxed);
        self.shared.counters.bytes_out.fetch_add(bytes as u64, Relaxed);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.shared.streams.remove(self.number);
        for channel in &self.channels {
            self.shared.occupancy.leave(channel);
        }
        self.shared.counters.streams.fetch_sub(1, Relaxed);
        let facts = Closed {
            open_for: self.opened_at.elapsed(),
            messages_out: self.messages_out,
            bytes_out: self.bytes_out,
        };
        self.shared.source.closed(self.ticket.tag(), facts);
    }
}
