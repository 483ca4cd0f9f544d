//! The messages kept for clients that come back, in order, found by channel and position.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

use crate::{encoded::Encoded, message::Message, position::Position};

/// Of the newest messages the finished frames are kept too: most clients come back soon.
const KEEP_FRAMES: usize = 512;

/// A bounded log with an index by channel.
#[derive(Debug)]
pub(crate) struct History {
    epoch: Arc<str>,
    limit: usize,
    /// Everything after this is here.
    since: u64,
    head: u64,
    kept: VecDeque<StoredMessage>,
    /// How many messages have left `kept`: place in the log = index + gone.
    gone: u64,
    by_channel: HashMap<Arc<str>, VecDeque<MessageRef>>,
}

/// Where in the log, counted from its beginning, and with which seq.
#[derive(Clone, Copy, Debug)]
struct MessageRef {
    seq: u64,
    at: u64,
}

#[derive(Debug)]
struct StoredMessage {
    message: Arc<Message>,
    encoded: Option<Arc<Encoded>>,
}

/// The position cannot be continued from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap;

impl History {
    /// A log that begins with these messages, oldest first, and stands at `head`.
    pub(crate) fn new(epoch: &str, limit: usize, messages: Vec<Message>, head: u64) -> Self {
        let since = messages.first().map_or(head, |first| first.seq.saturating_sub(1));
        let mut history = Self {
            epoch: epoch.into(),
            limit,
            since,
            head: since,
            kept: VecDeque::new(),
            gone: 0,
            by_channel: HashMap::new(),
        };
        for message in messages {
            history.append(message);
        }
        history.head = history.head.max(head);
        history
    }

    /// Adds a message; `None` if its place in the log is taken already.
    pub(crate) fn append(&mut self, message: Message) -> Option<Arc<Encoded>> {
        if message.seq <= self.head {
            return None;
        }
        self.head = message.seq;
        let message = Arc::new(message);
        let encoded = Arc::new(Encoded::new(message.clone()));
        let place = MessageRef { seq: message.seq, at: self.gone + self.kept.len() as u64 };
        for channel in &message.channels {
            if let Some(places) = self.by_channel.get_mut(channel) {
                places.push_back(place);
            } else {
                self.by_channel.insert(channel.clone(), VecDeque::from([place]));
            }
        }
        self.kept.push_back(StoredMessage { message, encoded: Some(encoded.clone()) });
        if let Some(old) = self.kept.len().checked_sub(KEEP_FRAMES + 1) {
            self.kept[old].encoded = None;
        }
        while self.kept.len() > self.limit {
            self.forget_oldest();
        }
        Some(encoded)
    }

    fn forget_oldest(&mut self) {
        let Some(oldest) = self.kept.pop_front() else { return };
        self.since = oldest.message.seq;
        for channel in &oldest.message.channels {
            if let Some(places) = self.by_channel.get_mut(channel) {
                if places.front().is_some_and(|place| place.at == self.gone) {
                    places.pop_front();
                }
                if places.is_empty() {
                    self.by_channel.remove(channel);
                }
            }
        }
        self.gone += 1;
    }

    /// Where the log stands.
    pub(crate) fn head(&self) -> u64 {
        self.head
    }

    pub(crate) fn position(&self) -> Position {
        Position { epoch: self.epoch.clone(), seq: self.head }
    }

    /// Whether everything after this position is here.
    pub(crate) fn covers(&self, epoch: &str, seq: u64) -> bool {
        *epoch == *self.epoch && self.reaches(seq)
    }

    /// As [`covers`](Self::covers), for a position known to be of this epoch.
    pub(crate) fn reaches(&self, seq: u64) -> bool {
        (self.since..=self.head).contains(&seq)
    }

    /// The next messages on a channel after a position, oldest first, at most `limit`.
    pub(crate) fn after(
        &self,
        channel: &str,
        seq: u64,
        limit: usize,
    ) -> Result<Vec<Arc<Encoded>>, Gap> {
        if !self.reaches(seq) {
            return Err(Gap);
        }
        let Some(places) = self.by_channel.get(channel) else { return Ok(Vec::new()) };
        let first = places.partition_point(|place| place.seq <= seq);
        Ok(places.range(first..).take(limit).map(|place| self.at(place.at)).collect())
    }

    /// What the messages on a channel after a position are about, each once.
    pub(crate) fn keys_after(&self, channel: &str, seq: u64) -> Result<HashSet<Arc<str>>, Gap> {
        if !self.reaches(seq) {
            return Err(Gap);
        }
        let Some(places) = self.by_channel.get(channel) else { return Ok(HashSet::new()) };
        let first = places.partition_point(|place| place.seq <= seq);
        let key =
            |place: &MessageRef| self.kept[(place.at - self.gone) as usize].message.key.clone();
        Ok(places.range(first..).map(key).collect())
    }

    /// The frames of a kept message: shared while it is recent, made anew later.
    fn at(&self, at: u64) -> Arc<Encoded> {
        let kept = &self.kept[(at - self.gone) as usize];
        match &kept.encoded {
            Some(encoded) => encoded.clone(),
            None => Arc::new(Encoded::new(kept.message.clone())),
        }
    }
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
