//! Fan-out: one pass over the subscribers of each channel.

use std::sync::atomic::Ordering;

use super::{Key, Shard, queue::Origin};
use crate::{encoded::Encoded, told::Told};

impl Shard {
    /// Stages a message for everyone who listens and has not seen it.
    pub(super) fn publish(&mut self, encoded: &Encoded) {
        let message = &encoded.message;
        let max = self.shared.config.max_out_bytes;
        for (place, name) in message.channels.iter().enumerate() {
            let Some(id) = self.table.id(name) else { continue };
            let mut full = Vec::new();
            for member in self.table.members(id) {
                let Some(conn) = self.conns.get_mut(member.listener as usize) else { continue };
                if !member.floor.is_new(message.seq, &message.key) {
                    continue;
                }
                if conn.lag.as_mut().is_some_and(|lag| lag.supersedes(id, &message.key)) {
                    continue;
                }
                let frame = encoded.frame(place, conn.encoding);
                if conn.would_overflow(frame.len(), max) {
                    full.push(member.listener as Key);
                    continue;
                }
                conn.send(frame.clone(), Origin::News { channel: id, key: message.key.clone() });
                self.counted.messages_out += 1;
                if !conn.dirty {
                    conn.dirty = true;
                    self.dirty.push_back(member.listener as Key);
                }
            }
            for key in full {
                self.publish_to_full(key, encoded, place, id);
            }
        }
    }

    /// A connection with no room: it may only be waiting for this turn's write.
    fn publish_to_full(&mut self, key: Key, encoded: &Encoded, place: usize, id: u32) {
        self.flush(key);
        let max = self.shared.config.max_out_bytes;
        let about = encoded.message.key.clone();
        let Some(conn) = self.conns.get_mut(key) else { return };
        if !conn.is_open() {
            return;
        }
        let frame = encoded.frame(place, conn.encoding);
        if conn.would_overflow(frame.len(), max) {
            self.conflate(key);
            if let Some(conn) = self.conns.get_mut(key) {
                conn.lag.get_or_insert_default().enqueue(id, about, None);
            }
        } else {
            conn.send(frame.clone(), Origin::News { channel: id, key: about });
            self.counted.messages_out += 1;
        }
        self.stage(key);
    }

    /// Stages an event outside the log. It cannot be made up for, so a connection that has no room
    /// even after dropping its other news is closed.
    pub(super) fn broadcast(&mut self, told: &Told) {
        let max = self.shared.config.max_out_bytes;
        for part in &told.parts {
            let Some(id) = self.table.id(&part.channel) else { continue };
            let mut full = Vec::new();
            for member in self.table.members(id) {
                let Some(conn) = self.conns.get_mut(member.listener as usize) else { continue };
                if told.except == Some(conn.id) {
                    continue;
                }
                if part.number.is_some_and(|number| !member.floor.is_new(number, "")) {
                    continue;
                }
                let frame = part.frame(conn.encoding);
                if conn.would_overflow(frame.len(), max) {
                    full.push(member.listener as Key);
                }
                conn.send(frame.clone(), Origin::Control);
                self.counted.messages_out += 1;
                if !conn.dirty {
                    conn.dirty = true;
                    self.dirty.push_back(member.listener as Key);
                }
            }
            for key in full {
                self.flush(key);
                if self.conns.get(key).is_some_and(|conn| conn.queue.bytes() > max) {
                    self.conflate(key);
                }
                if self.conns.get(key).is_some_and(|conn| conn.queue.bytes() > max) {
                    self.close_slow(key);
                }
            }
        }
    }

    /// Adds this turn's counts to those everyone can see.
    pub(super) fn report(&mut self) {
        if self.dirty.is_empty() {
            // Only once it is written: a publisher that sees room sees the backlogs it left too.
            let taken = std::mem::take(&mut self.taken);
            self.load.queued.fetch_sub(taken.commands, Ordering::Relaxed);
            self.load.queued_bytes.fetch_sub(taken.bytes, Ordering::Relaxed);
        }
        let counters = &self.shared.counters;
        let counted = std::mem::take(&mut self.counted);
        for (total, add) in [
            (&counters.messages_out, counted.messages_out),
            (&counters.bytes_out, counted.bytes_out),
            (&counters.messages_in, counted.messages_in),
            (&counters.conflated, counted.conflated),
        ] {
            if add > 0 {
                total.fetch_add(add, Ordering::Relaxed);
            }
        }
    }
}
