//! Time: one scan instead of a timer per connection, and a list of closes to come.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};

use super::{
    Key, Shard,
    conn::{Conn, Flow, Phase, SocketId},
};
use crate::{backend::Used, config::HubConfig, frame::encode, protocol::close::CloseCode};

/// A scan looks at every fourth connection, so that no turn is long.
const SLOTS: usize = 4;
/// After this long without taking a byte, a connection no longer holds publishers back.
const STALLED: Duration = Duration::from_secs(1);

/// When to look at what.
pub(super) struct Timers {
    every: Duration,
    next_scan: Instant,
    slot: usize,
    /// When each slot's connections were last counted.
    counted: [Instant; SLOTS],
    /// Closes to come, latest first.
    drains: Vec<(Instant, Key, SocketId)>,
    pub(super) draining: bool,
}

/// What a scan finds to do.
enum Due {
    Drop,
    CutSlow,
    CallStalled,
    Ping,
    CutSilent,
}

impl Timers {
    pub(super) fn new(config: &HubConfig, now: Instant) -> Self {
        let shortest = [config.idle_ping, config.close_grace, config.count_every]
            .into_iter()
            .fold(config.no_progress, Duration::min);
        let every = (shortest / (2 * SLOTS as u32))
            .clamp(Duration::from_millis(5), Duration::from_millis(250));
        Self {
            every,
            next_scan: now + every,
            slot: 0,
            counted: [now; SLOTS],
            drains: Vec::new(),
            draining: false,
        }
    }

    /// How long the poll may sleep.
    pub(super) fn sleep(&self, now: Instant) -> Duration {
        let drain = self.drains.last().map_or(self.next_scan, |(at, ..)| *at);
        self.next_scan.min(drain).saturating_duration_since(now)
    }
}

impl Shard {
    /// Does what is due.
    pub(super) fn tick(&mut self) {
        while self.timers.drains.last().is_some_and(|(at, ..)| *at <= self.now) {
            let Some((_, key, id)) = self.timers.drains.pop() else { break };
            if self.conns.get(key).is_some_and(|conn| conn.id == id) {
                self.close(key, CloseCode::Reconnect, "The server restarts; come back and resume.");
            }
        }
        if self.now >= self.timers.next_scan {
            self.timers.next_scan = self.now + self.timers.every;
            self.timers.slot = (self.timers.slot + 1) % SLOTS;
            self.scan(self.timers.slot);
            self.count(self.timers.slot);
        }
    }

    /// Tells the source what the slot's connections used, once in a while and once a tag.
    fn count(&mut self, slot: usize) {
        let due = self.timers.counted[slot] + self.shared.config.count_every;
        if self.now < due {
            return;
        }
        self.timers.counted[slot] = self.now;
        let mut by_tag: HashMap<Arc<str>, Used> = HashMap::new();
        for (_, conn) in self.conns.iter_mut().filter(|(key, _)| key % SLOTS == slot) {
            let Some(tag) = conn.permit.as_ref().map(|permit| permit.tag().clone()) else {
                continue;
            };
            *by_tag.entry(tag).or_default() += conn.take_used(self.now);
        }
        for (tag, used) in by_tag {
            self.shared.source.used(&tag, used);
        }
    }

    fn scan(&mut self, slot: usize) {
        let config = &self.shared.config;
        let due: Vec<(Key, Due)> = self
            .conns
            .iter()
            .filter(|(key, _)| key % SLOTS == slot)
            .filter_map(|(key, conn)| Some((key, due(conn, config, self.now)?)))
            .collect();
        for (key, due) in due {
            match due {
                Due::Drop => self.dead.push(key),
                Due::CutSlow => self.close_slow(key),
                Due::CallStalled => self.set_flow(key, Flow::Stalled),
                Due::CutSilent => {
                    self.shared.counters.cut_silent.fetch_add(1, Relaxed);
                    self.close(key, CloseCode::PongTimeout, "No answer to a ping.");
                }
                Due::Ping => {
                    if let Some(conn) = self.conns.get_mut(key) {
                        conn.pinged = true;
                    }
                    self.control(key, encode::ping());
                }
            }
        }
    }

    /// Spreads the closing of all connections at random over the window: clients come back at once
    /// or after exactly one second, so what closes together comes back together.
    pub(super) fn drain(&mut self, window: Duration) {
        self.timers.draining = true;
        self.timers.drains = self
            .conns
            .iter()
            .map(|(key, conn)| (self.now + window.mul_f64(rand::random()), key, conn.id))
            .collect();
        self.timers.drains.sort_unstable_by_key(|(at, ..)| std::cmp::Reverse(*at));
    }
}

fn due(conn: &Conn, config: &HubConfig, now: Instant) -> Option<Due> {
    if let Phase::Closing { since, .. } = conn.phase {
        return (now.duration_since(since) >= config.close_grace).then_some(Due::Drop);
    }
    let without_progress = now.duration_since(conn.progress_at);
    match conn.flow {
        Flow::Waiting | Flow::Filling | Flow::Stalled if without_progress >= config.no_progress => {
            return Some(Due::CutSlow);
        }
        Flow::Waiting | Flow::Filling if without_progress >= STALLED => {
            return Some(Due::CallStalled);
        }
        Flow::Clear | Flow::Waiting | Flow::Filling | Flow::Stalled => {}
    }
    let silent = now.duration_since(conn.heard_at);
    if conn.pinged && silent >= config.idle_ping * 2 {
        return Some(Due::CutSilent);
    }
    // A proxy cuts what is quiet from the server's side too, whatever the client says.
    let quiet = without_progress >= config.idle_ping;
    (quiet || (!conn.pinged && silent >= config.idle_ping)).then_some(Due::Ping)
}
