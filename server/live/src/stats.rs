//! What the hub counts.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// The hub's counters at one moment. Those not named as present counts only grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Sockets open now.
    pub sockets: usize,
    /// Event streams open now.
    pub streams: usize,
    /// Subscriptions now, over all channels.
    pub subscriptions: usize,
    /// Channels with a listener now.
    pub channels: usize,
    /// Sockets with bytes waiting now.
    pub backlogged: usize,
    /// Sockets opened.
    pub opened: u64,
    /// Messages published.
    pub published: u64,
    /// Published messages ignored because their place in the log was already taken.
    pub repeated: u64,
    /// Event messages handed to sockets and streams.
    pub messages_out: u64,
    /// Bytes written to sockets and streams.
    pub bytes_out: u64,
    /// Messages read from clients.
    pub messages_in: u64,
    /// Resumes served from the history.
    pub recovered: u64,
    /// Resumes that had to fall back to snapshots.
    pub unrecovered: u64,
    /// Times a slow client was brought down to snapshots.
    pub conflated: u64,
    /// Sockets closed because they made no progress.
    pub cut_slow: u64,
    /// Sockets closed because they did not answer a ping.
    pub cut_silent: u64,
    /// Sockets closed because they sent more than they may.
    pub cut_flooding: u64,
    /// Clients refused with an error and a close code.
    pub refused: u64,
}

/// The live counters behind [`Stats`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) sockets: AtomicUsize,
    pub(crate) streams: AtomicUsize,
    pub(crate) opened: AtomicU64,
    pub(crate) published: AtomicU64,
    pub(crate) repeated: AtomicU64,
    pub(crate) messages_out: AtomicU64,
    pub(crate) bytes_out: AtomicU64,
    pub(crate) messages_in: AtomicU64,
    pub(crate) recovered: AtomicU64,
    pub(crate) unrecovered: AtomicU64,
    pub(crate) conflated: AtomicU64,
    pub(crate) cut_slow: AtomicU64,
    pub(crate) cut_silent: AtomicU64,
    pub(crate) cut_flooding: AtomicU64,
    pub(crate) refused: AtomicU64,
}

impl Counters {
    /// Reads everything this struct knows; the rest is left at zero for the hub to fill in.
    pub(crate) fn read(&self) -> Stats {
        Stats {
            sockets: self.sockets.load(Relaxed),
            streams: self.streams.load(Relaxed),
            subscriptions: 0,
            channels: 0,
            backlogged: 0,
            opened: self.opened.load(Relaxed),
            published: self.published.load(Relaxed),
            repeated: self.repeated.load(Relaxed),
            messages_out: self.messages_out.load(Relaxed),
            bytes_out: self.bytes_out.load(Relaxed),
            messages_in: self.messages_in.load(Relaxed),
            recovered: self.recovered.load(Relaxed),
            unrecovered: self.unrecovered.load(Relaxed),
            conflated: self.conflated.load(Relaxed),
            cut_slow: self.cut_slow.load(Relaxed),
            cut_silent: self.cut_silent.load(Relaxed),
            cut_flooding: self.cut_flooding.load(Relaxed),
            refused: self.refused.load(Relaxed),
        }
    }
}

/// Adds one.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Relaxed);
}
