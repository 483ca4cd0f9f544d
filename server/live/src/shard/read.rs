//! Reading: bytes to messages, messages to requests.

use std::io::ErrorKind;

use super::{Key, Shard, conn::Conn, queue::Origin};
use crate::{
    encoded::Encoding,
    frame::{Incoming, Violation, encode, parse::Rules},
};

/// How often one connection is read before the others have their turn.
const READS_PER_TURN: usize = 4;

impl Shard {
    /// Reads what the socket has. A short read means that is all, unless the end is known to follow.
    pub(super) fn read(&mut self, key: Key, buffer: &mut [u8], ends: bool) {
        for _ in 0..READS_PER_TURN {
            let Some(conn) = self.conns.get_mut(key) else { return };
            if conn.queue.bytes() > self.shared.config.max_out_bytes {
                // It asks for more than it takes: listen again when it has caught up.
                conn.muted = true;
                return;
            }
            match conn.stream.read(buffer) {
                Ok(0) => {
                    // It may have said goodbye and still wait for the answer.
                    self.flush(key);
                    return self.dead.push(key);
                }
                Ok(read) => {
                    conn.heard_at = self.now;
                    conn.pinged = false;
                    if conn.is_open() {
                        self.feed(key, &buffer[..read]);
                    }
                    if read < buffer.len() && !ends {
                        return;
                    }
                }
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => return,
                    ErrorKind::Interrupted => {}
                    _ => return self.dead.push(key),
                },
            }
        }
        self.unread.push_back(key);
    }

    /// Takes in bytes of an open connection.
    pub(super) fn feed(&mut self, key: Key, bytes: &[u8]) {
        let max = self.shared.config.max_frame_in;
        let Some(conn) = self.conns.get_mut(key) else { return };
        let deflate = matches!(conn.encoding, Encoding::Deflate { .. });
        let mut incoming = Vec::new();
        let result = conn.parser.feed(bytes, Rules { deflate, max }, &mut incoming);
        for one in incoming {
            if !self.conns.get(key).is_some_and(Conn::is_open) {
                return;
            }
            self.counted.messages_in += 1;
            if !matches!(one, Incoming::Close(_)) && !self.may_send(key) {
                return self.close_flooding(key);
            }
            match one {
                Incoming::Text(text) => self.request(key, &text),
                Incoming::Ping(payload) => self.control(key, encode::pong(&payload)),
                Incoming::Pong => {}
                Incoming::Close(code) => self.close_with(key, encode::close(code, "")),
            }
        }
        if let Err(violation) = result {
            self.reject(key, violation);
        }
    }

    /// Pays for a message; false where the socket sent too many.
    fn may_send(&self, key: Key) -> bool {
        let allowance = self.conns.get(key).and_then(|conn| conn.allowance.as_ref());
        allowance.is_none_or(|allowance| allowance.message())
    }

    fn reject(&mut self, key: Key, violation: Violation) {
        if self.conns.get(key).is_some_and(Conn::is_open) {
            self.close_with(key, encode::close(Some(violation.code()), &violation.to_string()));
        }
    }

    /// Queues a frame the protocol needs.
    pub(super) fn control(&mut self, key: Key, frame: bytes::Bytes) {
        if let Some(conn) = self.conns.get_mut(key) {
            conn.queue.push(frame, Origin::Control);
        }
        self.stage(key);
    }

    /// Queues a text the protocol needs.
    pub(super) fn say(&mut self, key: Key, text: &str) {
        self.control(key, encode::text(text.as_bytes()));
    }
}
