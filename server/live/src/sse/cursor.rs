//! A stream's way through the history.

use std::{collections::HashSet, collections::VecDeque, sync::Arc};

use bytes::Bytes;

use crate::{
    encoded::{Encoded, stream_event},
    history::Gap,
    hub::Shared,
    message::Snapshot,
    position::Position,
    shard::floor::Floor,
};

/// How many messages per channel are read under one lock.
const AT_ONCE: usize = 64;

/// Where a stream stands and what it is to be sent first.
pub(super) struct Cursor {
    channels: Vec<Arc<str>>,
    seq: u64,
    floor: Floor,
    opening: VecDeque<Opening>,
}

enum Opening {
    Bytes(Bytes),
    Snapshot(Snapshot),
}

/// One piece of the stream.
pub(super) struct Piece {
    pub(super) bytes: Bytes,
    pub(super) messages: u64,
}

impl Cursor {
    /// Begins after a position, or with snapshots.
    pub(super) fn begin(shared: &Shared, channels: Vec<Arc<str>>, after: Option<&str>) -> Self {
        let mut cursor =
            Self { channels, seq: 0, floor: Floor::default(), opening: VecDeque::new() };
        match after {
            None => cursor.open_with(shared, |channel| shared.source.snapshot(channel)),
            Some(text) => match text.parse::<Position>() {
                Ok(Position { epoch, seq }) if shared.history().covers(&epoch, seq) => {
                    cursor.seq = seq;
                    cursor.floor = Floor::at(seq);
                    // Headers and first bytes at once, also when nothing is new.
                    cursor.opening.push_back(Opening::Bytes(Bytes::from_static(b": resumed\n\n")));
                    crate::stats::count(&shared.counters.recovered);
                }
                Ok(_) | Err(_) => {
                    crate::stats::count(&shared.counters.unrecovered);
                    cursor.reset(shared);
                }
            },
        }
        cursor
    }

    /// Starts over with the present state.
    fn reset(&mut self, shared: &Shared) {
        let reset = stream_event("reset", None, br#"{"recovered":false}"#);
        self.opening.push_back(Opening::Bytes(reset));
        self.open_with(shared, |channel| shared.source.recover(channel));
    }

    fn open_with(&mut self, shared: &Shared, read: impl Fn(&str) -> Vec<Snapshot>) {
        // The position first, then the state.
        self.seq = shared.history().head();
        self.floor = Floor::at(self.seq);
        let mut seen = HashSet::new();
        for channel in &self.channels {
            for snapshot in read(channel) {
                if seen.insert(snapshot.channel.clone()) {
                    self.floor.raise(&snapshot);
                    self.opening.push_back(Opening::Snapshot(snapshot));
                }
            }
        }
        if seen.is_empty() {
            let id = Position { epoch: shared.epoch.clone(), seq: self.seq };
            let bytes = Bytes::from(format!(": listening\nid: {id}\n\n"));
            self.opening.push_back(Opening::Bytes(bytes));
        }
    }

    /// What comes next, or nothing for now.
    pub(super) fn next(&mut self, shared: &Shared) -> Option<Piece> {
        if let Some(opening) = self.opening.pop_front() {
            return Some(self.open(shared, opening));
        }
        match self.read_on(shared) {
            Ok(piece) => piece,
            Err(Gap) => {
                crate::stats::count(&shared.counters.conflated);
                self.reset(shared);
                self.opening.pop_front().map(|opening| self.open(shared, opening))
            }
        }
    }

    fn open(&self, shared: &Shared, opening: Opening) -> Piece {
        match opening {
            Opening::Bytes(bytes) => Piece { bytes, messages: 0 },
            Opening::Snapshot(snapshot) => {
                // Only the last one carries the position: a client cut before it starts over.
                let last = self.opening.is_empty();
                let id = last.then(|| format!("{}:{}-0", shared.epoch, self.seq));
                let bytes = stream_event(&snapshot.event, id.as_deref(), &snapshot.data);
                Piece { bytes, messages: 1 }
            }
        }
    }

    fn read_on(&mut self, shared: &Shared) -> Result<Option<Piece>, Gap> {
        let mut found: Vec<Arc<Encoded>> = Vec::new();
        let reached = {
            let history = shared.history();
            let mut reached = history.head();
            for channel in &self.channels {
                let list = history.after(channel, self.seq, AT_ONCE)?;
                if let (AT_ONCE, Some(last)) = (list.len(), list.last()) {
                    reached = reached.min(last.message.seq);
                }
                found.extend(list);
            }
            reached
        };
        found.sort_unstable_by_key(|encoded| encoded.message.seq);
        found.dedup_by_key(|encoded| encoded.message.seq);
        let (mut bytes, mut messages) = (Vec::new(), 0);
        for encoded in found {
            let message = &encoded.message;
            if message.seq <= reached && self.floor.passes(message.seq, &message.key) {
                bytes.extend_from_slice(encoded.stream(&shared.epoch));
                messages += 1;
            }
        }
        self.seq = reached;
        Ok((messages > 0).then(|| Piece { bytes: bytes.into(), messages }))
    }
}
