//! What a connection is still owed: a replay in progress, snapshots not yet sent.
//!
//! Both are paid out only as fast as the socket takes them, so a long replay, a large recovery and a
//! slow reader hold no more memory than a short one.

use std::{
    collections::{HashMap, HashSet, VecDeque, hash_map::Entry},
    sync::Arc,
};

use bytes::Bytes;

use super::{
    Key, Shard,
    command::Command,
    conn::{Flow, SocketId},
    queue::Origin,
    seen_mark::SeenMark,
    subscriptions::ChannelId,
};
use crate::{
    encoded::{Encoding, text_frame},
    history::Gap,
    message::Snapshot,
    protocol::{close::CloseCode, outgoing},
    recovery::Recovered,
};

/// Debts of one connection, in the order they are paid.
#[derive(Debug, Default)]
pub(crate) struct CatchUp {
    replays: VecDeque<Replay>,
    /// Subscriptions whose channel's present state is being read.
    awaited: Vec<ChannelId>,
    recoveries: VecDeque<Recovery>,
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

/// A subscription that is being given the present state of its channel.
#[derive(Debug)]
struct Recovery {
    channel: ChannelId,
    state: Arc<Recovered>,
    /// The snapshot that is paid next.
    next: usize,
    /// Snapshots that must be read anew when their turn comes, by their place.
    stale: HashSet<usize>,
}

impl Recovery {
    /// Whether the snapshot of this key is still to come; if so it is read anew.
    fn refresh(&mut self, key: &str) -> bool {
        let ahead = self.state.place(key).filter(|place| *place >= self.next);
        ahead.is_some_and(|place| {
            self.stale.insert(place);
            true
        })
    }
}

/// How many snapshots are written out for one connection before the others have their turn.
pub(super) const SNAPSHOT_BATCH: usize = 32;
/// How many messages of a replay are read under one lock.
const REPLAY_BATCH: usize = 64;

impl CatchUp {
    /// Owes a snapshot of a key.
    pub(crate) fn enqueue(&mut self, channel: ChannelId, key: Arc<str>, ready: Option<Snapshot>) {
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
    pub(crate) fn supersedes(&mut self, channel: ChannelId, key: &Arc<str>) -> bool {
        let mut recoveries = self.recoveries.iter_mut().filter(|one| one.channel == channel);
        if recoveries.any(|recovery| recovery.refresh(key)) {
            return true;
        }
        match self.owed.get_mut(&(channel, key.clone())) {
            Some(ready) => {
                *ready = None;
                true
            }
            None => false,
        }
    }

    /// Stops waiting for the state of this channel; false where it was not waited for.
    fn arrives(&mut self, channel: ChannelId) -> bool {
        let before = self.awaited.len();
        self.awaited.retain(|awaited| *awaited != channel);
        self.awaited.len() < before
    }

    pub(crate) fn replay(&mut self, channel: ChannelId, seq: u64) {
        self.replays.push_back(Replay { channel, seq });
    }

    /// Forgets what is owed on a channel that is no longer listened to.
    pub(crate) fn forget(&mut self, channel: ChannelId) {
        self.replays.retain(|replay| replay.channel != channel);
        self.awaited.retain(|awaited| *awaited != channel);
        self.recoveries.retain(|recovery| recovery.channel != channel);
        self.order.retain(|(owed, _)| *owed != channel);
        self.owed.retain(|(owed, _), _| *owed != channel);
    }

    /// Whether something can be paid now.
    pub(super) fn is_due(&self) -> bool {
        !(self.replays.is_empty() && self.recoveries.is_empty() && self.order.is_empty())
    }

    fn is_settled(&self) -> bool {
        self.awaited.is_empty() && !self.is_due()
    }
}

impl Shard {
    /// Pays some of what is owed while little waits for the socket; once a turn.
    pub(super) fn drain_catch_up(&mut self, key: Key) {
        let low = self.shared.config.max_out_bytes / 4;
        for _ in 0..SNAPSHOT_BATCH {
            let Some(conn) = self.conns.get_mut(key) else { return };
            let Some(lag) = conn.lag.as_mut() else { return };
            if conn.queue.bytes() > low {
                return;
            }
            if let Some(replay) = lag.replays.pop_front() {
                self.drain_replay(key, replay);
            } else if let Some(mut recovery) = lag.recoveries.pop_front() {
                let place = recovery.next;
                recovery.next += 1;
                let ready = recovery.state.snapshots.get(place).cloned();
                let stale = recovery.stale.remove(&place);
                let channel = recovery.channel;
                if recovery.next < recovery.state.snapshots.len() {
                    lag.recoveries.push_front(recovery);
                }
                if let Some(snapshot) = ready {
                    let about = snapshot.channel.clone();
                    self.drain_snapshot(key, channel, &about, (!stale).then_some(snapshot));
                }
            } else if let Some(owed) = lag.order.pop_front() {
                let ready = lag.owed.remove(&owed).flatten();
                self.drain_snapshot(key, owed.0, &owed.1, ready);
            } else if !lag.is_settled() {
                return;
            }
            if let Some(conn) = self.conns.get_mut(key)
                && conn.lag.as_ref().is_some_and(|lag| lag.is_settled())
            {
                conn.lag = None;
            }
        }
    }

    fn drain_replay(&mut self, key: Key, mut replay: Replay) {
        let Some(name) = self.table.name(replay.channel).cloned() else { return };
        let (found, head) = {
            let history = self.shared.history();
            (history.after(&name, replay.seq, REPLAY_BATCH), history.head())
        };
        let Some(conn) = self.conns.get_mut(key) else { return };
        match found {
            Ok(list) => {
                for encoded in &list {
                    if let Some(frame) = encoded.frame_on(&name, conn.encoding) {
                        let channel = replay.channel;
                        let key = encoded.message.key.clone();
                        conn.send(frame.clone(), Origin::News { channel, key });
                        replay.seq = encoded.message.seq;
                    }
                }
                self.counted.messages_out += list.len() as u64;
                if list.len() < REPLAY_BATCH {
                    if let Some(floor) = self.table.floor(key as u32, replay.channel) {
                        *floor = SeenMark::at(head);
                    }
                } else if let Some(lag) = conn.lag.as_mut() {
                    lag.replays.push_front(replay);
                }
            }
            Err(Gap) => self.bring_up_to_date(key, replay.channel),
        }
    }

    fn drain_snapshot(&mut self, key: Key, id: ChannelId, about: &str, ready: Option<Snapshot>) {
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
            conn.send(frame, Origin::News { channel: id, key: snapshot.channel.clone() });
            self.counted.messages_out += 1;
            if let Some(floor) = self.table.floor(key as u32, id) {
                floor.advance(&snapshot);
            }
        }
    }

    /// Owes a subscription the present state of all it covers, and nothing from before. It hears
    /// nothing until that is read.
    pub(super) fn bring_up_to_date(&mut self, key: Key, id: ChannelId) {
        let Some(channel) = self.table.name(id).cloned() else { return };
        if let Some(floor) = self.table.floor(key as u32, id) {
            *floor = SeenMark::closed();
        }
        let Some(conn) = self.conns.get_mut(key) else { return };
        let lag = conn.lag.get_or_insert_default();
        lag.forget(id);
        lag.awaited.push(id);
        let (port, id) = (self.port.clone(), conn.id);
        let name = channel.clone();
        let answer =
            Box::new(move |state| port.send(Command::Recovered { key, id, channel, state }));
        self.shared.recoveries.ask(&self.shared, &name, answer);
    }

    /// The present state of a channel has been read for a connection that waits for it.
    pub(super) fn recovered(
        &mut self,
        key: Key,
        socket: SocketId,
        name: &str,
        state: Option<Arc<Recovered>>,
    ) {
        let Some(conn) = self.conns.get_mut(key).filter(|conn| conn.id == socket) else { return };
        let Some(id) = self.table.id(name) else { return };
        let Some(lag) = conn.lag.as_mut() else { return };
        if !lag.arrives(id) {
            return;
        }
        let Some(state) = state else {
            let why = "The present state could not be read; come back.";
            return self.close(key, CloseCode::Reconnect, why);
        };
        // It may have been read for somebody else a moment ago: what changed since is read anew.
        let (changed, head) = {
            let history = self.shared.history();
            (history.keys_after(name, state.head), history.head())
        };
        let Ok(changed) = changed else { return self.bring_up_to_date(key, id) };
        let mut recovery = Recovery { channel: id, state, next: 0, stale: HashSet::new() };
        for about in changed {
            if !recovery.refresh(&about) {
                lag.enqueue(id, about, None);
            }
        }
        if !recovery.state.snapshots.is_empty() {
            lag.recoveries.push_back(recovery);
        }
        if let Some(floor) = self.table.floor(key as u32, id) {
            *floor = SeenMark::at(head);
        }
        if lag.is_settled() {
            conn.lag = None;
        }
        self.stage(key);
    }

    /// Drops the news that waits for a slow connection and owes it one snapshot per key instead.
    pub(super) fn conflate(&mut self, key: Key) {
        let Some(conn) = self.conns.get_mut(key) else { return };
        let mut lag = conn.lag.take().unwrap_or_default();
        conn.queue.drop_news(|channel, about| lag.enqueue(channel, about, None));
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
    const CAPACITY: usize = 256;

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
        if self.by_name.len() >= Self::CAPACITY {
            self.by_name.clear();
        }
        self.by_name.insert(name, (snapshot.clone(), frame.clone()));
        frame
    }
}
