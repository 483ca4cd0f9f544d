//! Silent sockets: asked, found, and cut where a newcomer needs their place.

use std::{sync::Arc, sync::atomic::Ordering::Relaxed, time::Instant};

use super::{
    Key, Port, Shard,
    close::is_theirs,
    conn::{Conn, SocketId},
};
use crate::{frame::encode, way::FRESH};

/// A socket that may make way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Silent {
    key: Key,
    id: SocketId,
    /// It is there, and makes way only for one who has proved to be the owner's.
    pub(crate) answers: bool,
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

    /// Those that have not been heard since they were asked, and, if wished, those that have not
    /// proved whose they are.
    pub(super) fn find_silent(
        &self,
        name: &Arc<str>,
        asked: Instant,
        unproven: bool,
    ) -> Vec<(Silent, Port)> {
        let may = |conn: &Conn| {
            let proven = conn.ticket.as_ref().is_some_and(|ticket| ticket.proven);
            is_silent(conn, asked) || (unproven && !proven)
        };
        self.conns
            .iter()
            .filter(|(_, conn)| conn.is_open() && is_theirs(conn, name) && may(conn))
            .map(|(key, conn)| {
                let answers = !is_silent(conn, asked);
                let silent = Silent { key, id: conn.id, answers, opened_at: conn.opened_at };
                (silent, self.port.clone())
            })
            .collect()
    }

    /// Closes one that makes way, and frees its place at once; false where it is gone already or
    /// has answered at the last moment.
    pub(super) fn cut(&mut self, socket: Silent, asked: Instant) -> bool {
        let Silent { key, id, answers, .. } = socket;
        let Some(conn) = self.conns.get_mut(key).filter(|conn| conn.id == id) else { return false };
        if !conn.is_open() || conn.ticket.is_none() || (!answers && !is_silent(conn, asked)) {
            return false;
        }
        let used = conn.take_used(self.now);
        if let Some(ticket) = conn.ticket.take() {
            self.shared.source.used(ticket.tag(), used);
        }
        if answers {
            self.close(key, 4100, "The owner of this key needed the place; come back later.");
        } else {
            self.shared.counters.cut_silent.fetch_add(1, Relaxed);
            self.close(key, 4201, "No answer to a ping, and the place was needed.");
        }
        true
    }
}
