//! What a connection is still owed: a replay in progress, snapshots not yet sent.
//!
//! Both are paid out only as fast as the socket takes them, so a long replay, a large recovery and a
//! slow reader hold no more memory than a short one.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    sync::Arc,
};

use bytes::Bytes;

use super::{Key, Shard, conn::Flow, floor::Floor, queue::Origin, table::ChannelId};
use crate::{
    encoded::{Encoding, text_frame},
    history::Gap,
    message::Snapshot,
    protocol::outgoing,
};

/// Debts of one connection, in the order they are paid.
#[derive(Debug, Default)]
pub(crate) struct Lag {
    replays: VecDeque<Replay>,
    order: VecDeque<(ChannelId, Arc<str>)>,
    /// A snapshot that is at hand, or none if it must be read anew when its turn comes.
    owed: HashMap<(ChannelId, Arc<str>), Option<Snapshot>>,
}

/// A subscription that still reads the history.
#[derive(Clone, Copy, Debug)]
struct Replay {
    channel: ChannelId,
    seq: u64,
}

/// How many messages of a replay are read under one lock.
const REPLAY_AT_ONCE: usize = 64;

impl Lag {
    /// Owes a snapshot of a key.
    pub(crate) fn owe(&mut self, channel: ChannelId, key: Arc<str>, ready: Option<Snapshot>) {
        match self.owed.entry((channel, key)) {
            Entry::Occupied(mut owed) => {
                owed.insert(ready);
            }
            Entry::Vacant(place) => {
                self.order.push_back(place.key().clone());
                place.insert(ready);
            }
        }
    }

    /// Whether a snapshot of this key is owed, which makes the present message needless: the
    /// snapshot will be read after it.
    pub(crate) fn absorbs(&mut self, channel: ChannelId, key: &Arc<str>) -> bool {
        match self.owed.get_mut(&(channel, key.clone())) {
            Some(ready) => {
                *ready = None;
                true
            }
            None => false,
        }
    }

    pub(crate) fn replay(&mut self, channel: ChannelId, seq: u64) {
        self.replays.push_back(Replay { channel, seq });
    }

    /// Forgets what is owed on a channel that is no longer listened to.
    pub(crate) fn forget(&mut self, channel: ChannelId) {
        self.replays.retain(|replay| replay.channel != channel);
        self.order.retain(|(owed, _)| *owed != channel);
        self.owed.retain(|(owed, _), _| *owed != channel);
    }

    fn is_settled(&self) -> bool {
        self.replays.is_empty() && self.order.is_empty()
    }
}

impl Shard {
    /// Pays what is owed while little waits for the socket.
    pub(super) fn pay(&mut self, key: Key) {
        let low = self.shared.config.max_out_bytes / 4;
        loop {
            let Some(conn) = self.conns.get_mut(key) else { return };
            let Some(lag) = conn.lag.as_mut() else { return };
            if conn.queue.bytes() > low {
                return;
            }
            if let Some(replay) = lag.replays.pop_front() {
                self.pay_replay(key, replay);
            } else if let Some(owed) = lag.order.pop_front() {
                let ready = lag.owed.remove(&owed).flatten();
                self.pay_snapshot(key, owed.0, &owed.1, ready);
            }
            if let Some(conn) = self.conns.get_mut(key)
                && conn.lag.as_ref().is_some_and(|lag| lag.is_settled())
            {
                conn.lag = None;
            }
        }
    }

    fn pay_replay(&mut self, key: Key, mut replay: Replay) {
        let Some(name) = self.table.name(replay.channel).cloned() else { return };
        let (found, head) = {
            let history = self.shared.history();
            (history.after(&name, replay.seq, REPLAY_AT_ONCE), history.head())
        };
        let Some(conn) = self.conns.get_mut(key) else { return };
        match found {
            Ok(list) => {
                for encoded in &list {
                    if let Some(frame) = encoded.frame_on(&name, conn.encoding) {
                        let channel = replay.channel;
                        let key = encoded.message.key.clone();
                        conn.tell(frame.clone(), Origin::News { channel, key });
                        replay.seq = encoded.message.seq;
                    }
                }
                self.counted.messages_out += list.len() as u64;
                if list.len() < REPLAY_AT_ONCE {
                    if let Some(floor) = self.table.floor(key as u32, replay.channel) {
                        *floor = Floor::at(head);
                    }
                } else if let Some(lag) = conn.lag.as_mut() {
                    lag.replays.push_front(replay);
                }
            }
            Err(Gap) => self.bring_up_to_date(key, replay.channel),
        }
        self.stage(key);
    }

    fn pay_snapshot(&mut self, key: Key, id: ChannelId, about: &str, ready: Option<Snapshot>) {
        let Some(name) = self.table.name(id).cloned() else { return };
        let snapshots = match ready {
            Some(snapshot) => vec![snapshot],
            None => self.shared.source.snapshot(about),
        };
        if snapshots.is_empty() {
            // There is nothing to make up for what was dropped: say so rather than leave a hole.
            return self.close_slow(key);
        }
        for snapshot in snapshots {
            let Some(conn) = self.conns.get_mut(key) else { return };
            let frame = self.snapshots.frame(&name, &snapshot, conn.encoding);
            conn.tell(frame, Origin::News { channel: id, key: snapshot.channel.clone() });
            self.counted.messages_out += 1;
            if let Some(floor) = self.table.floor(key as u32, id) {
                floor.raise(&snapshot);
            }
        }
        self.stage(key);
    }

    /// Owes a subscription the present state of all it covers, and nothing from before.
    pub(super) fn bring_up_to_date(&mut self, key: Key, id: ChannelId) {
        let Some(name) = self.table.name(id).cloned() else { return };
        // The position first, then the state: what is published in between is told twice rather
        // than never, and the floors of the snapshots then drop the second telling.
        let head = self.shared.history().head();
        let snapshots = self.shared.source.recover(&name);
        let mut at = Floor::at(head);
        let Some(conn) = self.conns.get_mut(key) else { return };
        let lag = conn.lag.get_or_insert_default();
        for snapshot in snapshots {
            at.raise(&snapshot);
            lag.owe(id, snapshot.channel.clone(), Some(snapshot));
        }
        if let Some(floor) = self.table.floor(key as u32, id) {
            *floor = at;
        }
    }

    /// Drops the news that waits for a slow connection and owes it one snapshot per key instead.
    pub(super) fn conflate(&mut self, key: Key) {
        let Some(conn) = self.conns.get_mut(key) else { return };
        let mut lag = conn.lag.take().unwrap_or_default();
        conn.queue.drop_news(|channel, about| lag.owe(channel, about, None));
        let replays = std::mem::take(&mut lag.replays);
        conn.lag = Some(lag);
        conn.conflated = true;
        if conn.flow != Flow::Clear {
            self.set_flow(key, Flow::Stalled);
        }
        for replay in replays {
            self.bring_up_to_date(key, replay.channel);
        }
        self.counted.conflated += 1;
    }
}

/// The frames of snapshots sent lately: in a rush many clients ask for the same ones.
#[derive(Debug, Default)]
pub(super) struct SnapshotFrames {
    by_name: HashMap<FrameName, (Snapshot, Bytes)>,
}

/// The channel it is told on, the key it is about, and whether it is plain.
type FrameName = (Arc<str>, Arc<str>, bool);

impl SnapshotFrames {
    const KEPT: usize = 256;

    fn frame(&mut self, channel: &Arc<str>, snapshot: &Snapshot, encoding: Encoding) -> Bytes {
        let plain = matches!(encoding, Encoding::Plain);
        let name = (channel.clone(), snapshot.channel.clone(), plain);
        if let Some((kept, frame)) = self.by_name.get(&name)
            && kept.seq == snapshot.seq
            && kept.event == snapshot.event
            && kept.data == snapshot.data
        {
            return frame.clone();
        }
        let text = outgoing::event(&snapshot.event, channel, &snapshot.data);
        let frame = text_frame(&text, encoding);
        if self.by_name.len() >= Self::KEPT {
            self.by_name.clear();
        }
        self.by_name.insert(name, (snapshot.clone(), frame.clone()));
        frame
    }
}
