//! What a subscription has seen already, so that nothing is told twice.

use std::{collections::HashMap, sync::Arc};

use crate::message::Snapshot;

/// The place in the log up to which a subscriber has seen everything.
///
/// Snapshots can be newer than the log's head when they are read, for the state is updated before
/// the message is published: those keys have a floor of their own until the log has passed them.
#[derive(Debug, Default)]
pub(crate) struct SeenMark {
    all: u64,
    keys: Option<Box<Keys>>,
}

#[derive(Debug, Default)]
struct Keys {
    highest: u64,
    by_key: HashMap<Arc<str>, u64>,
}

impl SeenMark {
    /// Everything up to this place is seen.
    pub(crate) fn at(all: u64) -> Self {
        Self { all, keys: None }
    }

    /// Nothing is let through until there is another floor.
    pub(crate) fn closed() -> Self {
        Self::at(u64::MAX)
    }

    /// Takes note of a snapshot the subscriber was sent.
    pub(crate) fn advance(&mut self, snapshot: &Snapshot) {
        if snapshot.seq > self.all {
            let keys = self.keys.get_or_insert_default();
            keys.highest = keys.highest.max(snapshot.seq);
            let floor = keys.by_key.entry(snapshot.channel.clone()).or_default();
            *floor = (*floor).max(snapshot.seq);
        }
    }

    /// Whether a message is news to the subscriber. Messages are asked about in order of the log.
    pub(crate) fn is_new(&mut self, seq: u64, key: &str) -> bool {
        if seq <= self.all {
            return false;
        }
        let Some(keys) = &self.keys else { return true };
        if seq > keys.highest {
            self.keys = None;
            return true;
        }
        keys.by_key.get(key).is_none_or(|floor| seq > *floor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(channel: &str, seq: u64) -> Snapshot {
        Snapshot { event: "s".into(), channel: channel.into(), data: "{}".into(), seq }
    }

    #[test]
    fn a_newer_snapshot_hides_only_its_own_key() {
        let mut floor = SeenMark::at(10);
        floor.advance(&snapshot("a", 3));
        floor.advance(&snapshot("b", 12));
        assert!(!floor.is_new(10, "a"));
        assert!(floor.is_new(11, "a"));
        assert!(!floor.is_new(12, "b"));
        assert!(floor.is_new(13, "b"));
        assert!(floor.keys.is_none(), "forgotten once the log has passed it");
    }

    #[test]
    fn a_shut_floor_lets_nothing_through() {
        assert!(!SeenMark::closed().is_new(u64::MAX, "a"));
    }
}
