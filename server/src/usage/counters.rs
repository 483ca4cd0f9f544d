//! Numbers that are added up.

use super::latency::{self, BUCKETS};
use std::time::Duration;

/// What one cell of usage amounts to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    pub requests: u64,
    /// Bytes of answers, before compression.
    pub bytes: u64,
    /// Milliseconds that sockets and streams were open.
    pub socket_ms: u64,
    /// Messages sent to sockets and streams.
    pub messages: u64,
    /// Requests by how long they took.
    pub latency: [u64; BUCKETS],
    /// Microseconds all requests took together. Not kept in the tables.
    pub micros: u64,
}

impl Counters {
    /// One request.
    pub fn call(bytes: u64, took: Duration) -> Self {
        let mut tally = Self { requests: 1, bytes, ..Self::default() };
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        tally.latency[latency::bucket(micros)] = 1;
        tally.micros = micros;
        tally
    }

    /// What sockets or streams used for a while.
    pub fn socket(open_for: Duration, messages: u64, bytes: u64) -> Self {
        let socket_ms = u64::try_from(open_for.as_millis()).unwrap_or(u64::MAX);
        Self { bytes, socket_ms, messages, ..Self::default() }
    }

    /// Add another.
    pub fn add(&mut self, other: &Self) {
        self.change(other, u64::saturating_add);
    }

    /// Take away another that was added before.
    pub(super) fn take(&mut self, other: &Self) {
        self.change(other, u64::saturating_sub);
    }

    fn change(&mut self, other: &Self, by: impl Fn(u64, u64) -> u64) {
        self.requests = by(self.requests, other.requests);
        self.bytes = by(self.bytes, other.bytes);
        self.socket_ms = by(self.socket_ms, other.socket_ms);
        self.messages = by(self.messages, other.messages);
        self.micros = by(self.micros, other.micros);
        for (mine, other) in self.latency.iter_mut().zip(other.latency) {
            *mine = by(*mine, other);
        }
    }

    /// Its numbers in the order of the tables' columns.
    pub(super) fn numbers(&self) -> impl Iterator<Item = i64> {
        [self.requests, self.bytes, self.socket_ms, self.messages]
            .into_iter()
            .chain(self.latency)
            .map(|number| i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// The tally of such numbers.
    pub(super) fn of(mut numbers: impl Iterator<Item = i64>) -> Self {
        let mut next = || numbers.next().and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
        let (requests, bytes, socket_ms, messages) = (next(), next(), next(), next());
        let latency = std::array::from_fn(|_| next());
        Self { requests, bytes, socket_ms, messages, latency, micros: 0 }
    }
}
