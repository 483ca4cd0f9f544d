//! Ends: said, flushed, half-closed, and dropped once the other side is done or takes too long.

use std::sync::{Arc, atomic::Ordering::Relaxed};

use bytes::Bytes;

use super::{
    Key, Shard,
    conn::{Conn, Flow, Phase},
    queue::Origin,
};
use crate::{
    frame::{Parser, encode},
    protocol::{close::CloseCode, outgoing},
};

pub(super) fn is_theirs(conn: &Conn, name: &Arc<str>) -> bool {
    conn.permit.as_ref().is_some_and(|permit| permit.names().any(|theirs| theirs == name))
}

impl Shard {
    /// Begins to close with an error that every kind of client understands.
    pub(super) fn close(&mut self, key: Key, code: CloseCode, reason: &str) {
        if !self.conns.get(key).is_some_and(Conn::is_open) {
            return;
        }
        let number = code.number();
        if let Some(conn) = self.conns.get_mut(key) {
            let error = outgoing::error(number, reason);
            conn.queue.drop_news(|_, _| {});
            conn.queue.push(encode::text(error.as_bytes()), Origin::Control);
        }
        self.close_with(key, encode::close(Some(number), reason));
    }

    /// Begins to close a connection that does not take what it is sent.
    pub(super) fn close_slow(&mut self, key: Key) {
        self.shared.counters.cut_slow.fetch_add(1, Relaxed);
        self.close(key, CloseCode::OverCapacity, "You read too slowly; come back and resume.");
    }

    /// Begins to close a connection that asks for more than its share.
    pub(super) fn close_flooding(&mut self, key: Key) {
        self.shared.counters.cut_flooding.fetch_add(1, Relaxed);
        self.close(
            key,
            CloseCode::OverCapacity,
            "You send more messages than a socket may; send fewer and come back.",
        );
    }

    /// Begins to close with this frame: nothing else is sent or heard from here on.
    pub(super) fn close_with(&mut self, key: Key, frame: Bytes) {
        self.leave_all(key);
        let Some(conn) = self.conns.get_mut(key) else { return };
        conn.lag = None;
        conn.parser = Parser::default();
        conn.queue.drop_news(|_, _| {});
        conn.queue.push(frame, Origin::Control);
        conn.phase = Phase::Closing { since: self.now, finished: false };
        if conn.flow != Flow::Clear {
            self.set_flow(key, Flow::Stalled);
        }
        self.stage(key);
    }

    fn leave_all(&mut self, key: Key) {
        for channel in self.table.remove_all(key as u32) {
            self.leave(key, &channel);
        }
    }

    /// Closes every socket that is signed in as a user.
    pub(super) fn close_user(&mut self, user: &str, code: CloseCode, reason: &str) {
        let is_theirs = |conn: &Conn| conn.user().is_some_and(|known| *known.id == *user);
        let conns = self.conns.iter().filter(|(_, conn)| is_theirs(conn));
        for key in conns.map(|(key, _)| key).collect::<Vec<Key>>() {
            self.close(key, code, reason);
        }
    }

    /// Closes every socket of a tag or an owner.
    pub(super) fn close_tag(&mut self, tag: &Arc<str>, code: CloseCode, reason: &str) {
        let theirs: Vec<Key> = self
            .conns
            .iter()
            .filter(|(_, conn)| is_theirs(conn, tag))
            .map(|(key, _)| key)
            .collect();
        for key in theirs {
            self.close(key, code, reason);
        }
    }

    /// Drops the connections that have ended.
    pub(super) fn drop_closed(&mut self) {
        while let Some(key) = self.dead.pop() {
            if !self.conns.contains(key) {
                continue;
            }
            self.set_flow(key, Flow::Clear);
            self.leave_all(key);
            let mut conn = self.conns.remove(key);
            let used = conn.take_used(self.now);
            if let Some(permit) = &conn.permit {
                self.shared.source.used(permit.tag(), used);
            }
            self.load.conns.fetch_sub(1, Relaxed);
            self.shared.counters.sockets.fetch_sub(1, Relaxed);
        }
    }
}
