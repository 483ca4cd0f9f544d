//! Writing: as many frames per call as the socket takes.

use std::{io::ErrorKind, sync::atomic::Ordering::Relaxed};

use super::{
    Key, Shard,
    conn::{Flow, Phase},
};

impl Shard {
    /// Notes that a connection has something to write.
    pub(super) fn stage(&mut self, key: Key) {
        if let Some(conn) = self.conns.get_mut(key)
            && !conn.dirty
        {
            conn.dirty = true;
            self.dirty.push_back(key);
        }
    }

    /// Writes what waits and some of what is owed, until there is no more of it or the socket has no
    /// room.
    pub(super) fn flush(&mut self, key: Key) {
        self.drain_catch_up(key);
        let Some(conn) = self.conns.get_mut(key) else { return };
        conn.dirty = false;
        let mut progress = false;
        while !conn.queue.is_empty() && !conn.blocked {
            let stream = &mut conn.stream;
            match conn.queue.with_slices(|slices, _| stream.write_vectored(slices)) {
                Ok(0) => return self.dead.push(key),
                Ok(written) => {
                    conn.queue.advance(written);
                    conn.progress_at = self.now;
                    progress = true;
                    conn.bytes_out += written as u64;
                    self.counted.bytes_out += written as u64;
                }
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => conn.blocked = true,
                    ErrorKind::Interrupted => {}
                    _ => return self.dead.push(key),
                },
            }
        }
        if conn.queue.is_empty() {
            conn.conflated = false;
            if let Phase::Closing { finished: finished @ false, .. } = &mut conn.phase {
                *finished = true;
                // The other side may be gone already; then there is nothing to tell it.
                let _ = conn.stream.finish();
            }
            self.set_flow(key, Flow::Clear);
        } else {
            let full = conn.queue.bytes() > self.shared.config.max_out_bytes / 2;
            let flow = match conn.flow {
                _ if !conn.is_open() || conn.conflated => Flow::Stalled,
                Flow::Stalled if !progress => Flow::Stalled,
                _ if full => Flow::Filling,
                Flow::Clear | Flow::Waiting | Flow::Filling | Flow::Stalled => Flow::Waiting,
            };
            self.set_flow(key, flow);
        }
        self.go_on(key);
    }

    /// After a write: goes on to pay at the next turn, listens again.
    fn go_on(&mut self, key: Key) {
        let low = self.shared.config.max_out_bytes / 4;
        let Some(conn) = self.conns.get_mut(key) else { return };
        if conn.queue.bytes() > low {
            return;
        }
        if conn.lag.as_ref().is_some_and(|lag| lag.is_due()) {
            self.owing.push(key);
        }
        if std::mem::take(&mut conn.muted) {
            self.will_read(key);
        }
    }

    /// Moves a connection between the states that publishers and the timer go by.
    pub(super) fn set_flow(&mut self, key: Key, flow: Flow) {
        let Some(conn) = self.conns.get_mut(key) else { return };
        if conn.flow == flow {
            return;
        }
        if conn.flow == Flow::Clear {
            conn.progress_at = self.now;
            self.load.backlogged.fetch_add(1, Relaxed);
        }
        if flow == Flow::Clear {
            self.load.backlogged.fetch_sub(1, Relaxed);
        }
        let catching_up = |flow| matches!(flow, Flow::Waiting | Flow::Filling);
        for (counter, was, is) in [
            (&self.load.catching_up, catching_up(conn.flow), catching_up(flow)),
            (&self.load.filling, conn.flow == Flow::Filling, flow == Flow::Filling),
        ] {
            match (was, is) {
                (true, false) => {
                    counter.fetch_sub(1, Relaxed);
                }
                (false, true) => {
                    counter.fetch_add(1, Relaxed);
                }
                (true, true) | (false, false) => {}
            }
        }
        conn.flow = flow;
    }
}
