//! Sockets that make way: asked, found, and cut where a newcomer needs their place.

use std::{sync::Arc, sync::atomic::Ordering::Relaxed, time::Instant};

use super::{
    Key, Shard, ShardHandle,
    close::is_theirs,
    conn::{Conn, SocketId},
};
use crate::{frame::encode, protocol::close::CloseCode, way::FRESH};

/// A socket that may make way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    key: Key,
    id: SocketId,
    pub(crate) opened_at: Instant,
}

fn is_silent(conn: &Conn, asked: Instant) -> bool {
    asked.saturating_duration_since(conn.heard_at) >= FRESH
}

impl Shard {
    /// Pings those that were not heard lately; how many.
    pub(super) fn ask_silent(&mut self, name: &Arc<str>, asked: Instant) -> usize {
        let silent: Vec<Key> = self
            .conns
            .iter()
            .filter(|(_, conn)| conn.is_open() && is_theirs(conn, name) && is_silent(conn, asked))
            .map(|(key, _)| key)
            .collect();
        for key in &silent {
            if let Some(conn) = self.conns.get_mut(*key) {
                conn.pinged = true;
            }
            self.control(*key, encode::ping());
        }
        silent.len()
    }

    /// All of a name; where they were asked, those only that have not been heard since.
    pub(super) fn find(
        &self,
        name: &Arc<str>,
        asked: Option<Instant>,
    ) -> Vec<(Candidate, ShardHandle)> {
        let may = |conn: &Conn| asked.is_none_or(|asked| is_silent(conn, asked));
        self.conns
            .iter()
            .filter(|(_, conn)| conn.is_open() && is_theirs(conn, name) && may(conn))
            .map(|(key, conn)| {
                (Candidate { key, id: conn.id, opened_at: conn.opened_at }, self.port.clone())
            })
            .collect()
    }

    /// Closes one that makes way, and frees its place at once; false where it is gone already or
    /// has answered at the last moment.
    pub(super) fn cut(&mut self, socket: Candidate, asked: Option<Instant>) -> bool {
        let Candidate { key, id, .. } = socket;
        let Some(conn) = self.conns.get_mut(key).filter(|conn| conn.id == id) else { return false };
        let answered = asked.is_some_and(|asked| !is_silent(conn, asked));
        if !conn.is_open() || conn.permit.is_none() || answered {
            return false;
        }
        let used = conn.take_used(self.now);
        if let Some(permit) = conn.permit.take() {
            self.shared.source.used(permit.tag(), used);
        }
        if asked.is_none() {
            let why = "Your address has most sockets of this key, and others needed the place.";
            self.close(key, CloseCode::OverCapacity, why);
        } else {
            self.shared.counters.cut_silent.fetch_add(1, Relaxed);
            let why = "No answer to a ping, and the place was needed.";
            self.close(key, CloseCode::PongTimeout, why);
        }
        true
    }
}
