//! A stream's way through the history.

use std::{collections::HashSet, collections::VecDeque, sync::Arc};

use bytes::Bytes;

use crate::{
    encoded::{Encoded, stream_event},
    history::Gap,
    hub::Shared,
    message::Snapshot,
    position::Position,
    shard::seen_mark::SeenMark,
};

/// How many messages per channel are read under one lock.
const BATCH_SIZE: usize = 64;

/// Where a stream stands and what it is to be sent first.
pub(super) struct Cursor {
    channels: Vec<Arc<str>>,
    seq: u64,
    floor: SeenMark,
    opening: VecDeque<Opening>,
    /// It is to be given the present state of its channels before it goes on.
    pub(super) behind: bool,
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
        let mut cursor = Self {
            channels,
            seq: 0,
            floor: SeenMark::default(),
            opening: VecDeque::new(),
            behind: false,
        };
        match after {
            None => {
                // The position first, then the state.
                let head = shared.history().head();
                let read = |channel: &Arc<str>| shared.source.snapshot(channel);
                let snapshots = cursor.channels.iter().flat_map(read).collect();
                cursor.open_with(shared, head, snapshots);
            }
            Some(text) => match text.parse::<Position>() {
                Ok(Position { epoch, seq }) if shared.history().covers(&epoch, seq) => {
                    cursor.seq = seq;
                    cursor.floor = SeenMark::at(seq);
                    // Headers and first bytes at once, also when nothing is new.
                    cursor.opening.push_back(Opening::Bytes(Bytes::from_static(b": resumed\n\n")));
                    crate::stats::count(&shared.counters.recovered);
                }
                Ok(_) | Err(_) => {
                    crate::stats::count(&shared.counters.unrecovered);
                    cursor.reset();
                }
            },
        }
        cursor
    }

    /// Starts over with the present state.
    fn reset(&mut self) {
        let reset = stream_event("reset", None, br#"{"recovered":false}"#);
        self.opening.push_back(Opening::Bytes(reset));
        self.behind = true;
    }

    /// Reads the present state of its channels, or is given what was read lately; false where it
    /// cannot be had.
    pub(super) async fn catch_up(&mut self, shared: &Shared) -> bool {
        let (mut head, mut snapshots) = (u64::MAX, Vec::new());
        for channel in &self.channels {
            let (answer, answered) = tokio::sync::oneshot::channel();
            // A stream that has ended meanwhile does not wait for it.
            shared.recoveries.ask(shared, channel, Box::new(|state| drop(answer.send(state))));
            let Ok(Some(state)) = answered.await else { return false };
            head = head.min(state.head);
            snapshots.extend_from_slice(&state.snapshots);
        }
        self.behind = false;
        // From the oldest of them on the log is read again; the floors drop what they include.
        self.open_with(shared, head, snapshots);
        true
    }

    fn open_with(&mut self, shared: &Shared, head: u64, snapshots: Vec<Snapshot>) {
        self.seq = head;
        self.floor = SeenMark::at(self.seq);
        let mut seen = HashSet::new();
        for snapshot in snapshots {
            if seen.insert(snapshot.channel.clone()) {
                self.floor.advance(&snapshot);
                self.opening.push_back(Opening::Snapshot(snapshot));
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
        if self.behind {
            return None;
        }
        match self.read_on(shared) {
            Ok(piece) => piece,
            Err(Gap) => {
                crate::stats::count(&shared.counters.conflated);
                self.reset();
                self.opening.pop_front().map(|opening| self.open(shared, opening))
            }
        }
    }

    fn open(&self, shared: &Shared, opening: Opening) -> Piece {
        match opening {
            Opening::Bytes(bytes) => Piece { bytes, messages: 0 },
            Opening::Snapshot(snapshot) => {
                // Only the last one carries the position: a client cut before it starts over.
                let last = self.opening.is_empty() && !self.behind;
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
                let list = history.after(channel, self.seq, BATCH_SIZE)?;
                if let (BATCH_SIZE, Some(last)) = (list.len(), list.last()) {
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
            if message.seq <= reached && self.floor.is_new(message.seq, &message.key) {
                bytes.extend_from_slice(encoded.stream(&shared.epoch));
                messages += 1;
            }
        }
        self.seq = reached;
        Ok((messages > 0).then(|| Piece { bytes: bytes.into(), messages }))
    }
}
