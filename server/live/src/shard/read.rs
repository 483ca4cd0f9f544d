//! Reading: bytes to messages, messages to requests.

use std::io::ErrorKind;

use super::{Key, Shard, conn::Conn, queue::Origin};
use crate::{
    encoded::Encoding,
    frame::{Incoming, Violation, encode, parse::Rules},
    message_rate::Turn,
};

impl Shard {
    /// Notes that a connection has something to read.
    pub(super) fn will_read(&mut self, key: Key) {
        if let Some(conn) = self.conns.get_mut(key)
            && !conn.unread
        {
            conn.unread = true;
            self.unread.push_back(key);
        }
    }

    /// Reads and answers what the socket says, as much as one turn allows; the rest waits for the next.
    pub(super) fn read(&mut self, key: Key, buffer: &mut [u8]) {
        let Some(conn) = self.conns.get_mut(key) else { return };
        if !std::mem::take(&mut conn.unread) {
            // The place is another connection's by now.
            return;
        }
        let mut turn = Turn::new();
        let mut more = true;
        loop {
            let Some(conn) = self.conns.get_mut(key) else { return };
            if conn.queue.bytes() > self.shared.config.max_out_bytes {
                // It asks for more than it takes: listen again when it has caught up.
                conn.muted = true;
                return;
            }
            if !self.answer(key, &mut turn) {
                return self.will_read(key);
            }
            if !more {
                return;
            }
            if !turn.read() {
                return self.will_read(key);
            }
            match self.take_in(key, buffer) {
                Some(is_full) => more = is_full,
                None => return,
            }
        }
    }

    /// Reads the socket once; nothing where it has no more, or has ended. Gives whether there may be
    /// more: a short read means that is all, unless the end is known to follow.
    fn take_in(&mut self, key: Key, buffer: &mut [u8]) -> Option<bool> {
        let conn = self.conns.get_mut(key)?;
        match conn.stream.read(buffer) {
            Ok(0) => {
                // It may have said goodbye and still wait for the answer.
                self.flush(key);
                self.dead.push(key);
                None
            }
            Ok(read) => {
                conn.heard_at = self.now;
                conn.pinged = false;
                if conn.is_open() {
                    conn.parser.push(&buffer[..read]);
                }
                Some(read == buffer.len() || conn.ends)
            }
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => None,
                ErrorKind::Interrupted => Some(true),
                _ => {
                    self.dead.push(key);
                    None
                }
            },
        }
    }

    /// Answers the frames that are there; false where the turn ends before they do. Each is paid for
    /// before it is unmasked, unpacked or understood.
    fn answer(&mut self, key: Key, turn: &mut Turn) -> bool {
        let max = self.shared.config.max_frame_in;
        loop {
            let open = self.conns.get_mut(key).filter(|conn| conn.is_open());
            let Some(conn) = open else { return true };
            let rules = Rules { deflate: matches!(conn.encoding, Encoding::Deflate { .. }), max };
            let header = match conn.parser.ahead(rules) {
                Ok(Some(header)) => header,
                Ok(None) => return true,
                Err(violation) => {
                    self.reject(key, violation);
                    return true;
                }
            };
            if !turn.message() {
                return false;
            }
            let allowance = conn.allowance.as_ref();
            let pays = header.is_close() || allowance.is_none_or(|allowance| allowance.message());
            if !pays {
                self.close_flooding(key);
                return true;
            }
            match conn.parser.take(&header, rules) {
                Ok(Some(incoming)) => self.hear(key, incoming, turn),
                // A part of a message.
                Ok(None) => {}
                Err(violation) => self.reject(key, violation),
            }
        }
    }

    fn hear(&mut self, key: Key, incoming: Incoming, turn: &mut Turn) {
        self.counted.messages_in += 1;
        match incoming {
            Incoming::Text(text) => self.request(key, &text, turn),
            Incoming::Ping(payload) => self.control(key, encode::pong(&payload)),
            Incoming::Pong => {}
            Incoming::Close(code) => self.close_with(key, encode::close(code, "")),
        }
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
    pub(super) fn send_text(&mut self, key: Key, text: &str) {
        self.control(key, encode::text(text.as_bytes()));
    }
}
