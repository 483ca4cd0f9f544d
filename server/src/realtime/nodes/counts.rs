//! How many listen to a channel, told to those who do: `pusher:subscription_count`.
//!
//! Told with every change; of channels with more than [`MANY`] listeners every [`PAUSE`] at most.

use crate::realtime::Namespace;
use live::{Hub, Kind};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};
use tokio::time::Instant;

/// From so many on it is not told with every change.
const MANY: usize = 100;
/// Then no more often than this.
const PAUSE: Duration = Duration::from_secs(5);

/// What was told last.
#[derive(Debug, Default)]
pub(super) struct Counts {
    told: HashMap<Arc<str>, (usize, Instant)>,
    owed: HashSet<Arc<str>>,
}

impl Counts {
    /// The listeners of a channel changed, here or elsewhere: what is to be told now, if anything.
    fn changed(&mut self, channel: &Arc<str>, listeners: usize, now: Instant) -> Option<usize> {
        if listeners == 0 {
            self.told.remove(channel);
            self.owed.remove(channel);
            return None;
        }
        let last = self.told.get(channel);
        if last.is_some_and(|(count, _)| *count == listeners) {
            self.owed.remove(channel);
            return None;
        }
        if listeners > MANY && last.is_some_and(|(_, at)| now < *at + PAUSE) {
            self.owed.insert(channel.clone());
            return None;
        }
        self.owed.remove(channel);
        self.told.insert(channel.clone(), (listeners, now));
        Some(listeners)
    }

    /// Tell those who listen to a channel, unless it has to wait; how many they are if they were told.
    pub(super) fn tell(&mut self, hub: &Hub, channel: &Arc<str>) -> Option<usize> {
        let counted = Kind::of(channel).0 != Kind::Presence && !channel.starts_with('#');
        if !counted || Namespace::of(channel) != Namespace::Operator {
            return None;
        }
        let count = self.changed(channel, hub.listeners(channel), Instant::now())?;
        hub.tell_count(channel, count);
        Some(count)
    }

    /// The channels of which something is owed.
    pub(super) fn owed(&self) -> Vec<Arc<str>> {
        self.owed.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_told_at_once_and_many_now_and_then() {
        let (mut counts, now) = (Counts::default(), Instant::now());
        let channel: Arc<str> = "a".into();
        for count in [1, 2, 100] {
            assert_eq!(counts.changed(&channel, count, now), Some(count));
        }
        assert_eq!(counts.changed(&channel, 102, now), None);
        assert_eq!(counts.owed(), std::slice::from_ref(&channel));
        assert_eq!(counts.changed(&channel, 103, now + PAUSE), Some(103));
        assert_eq!(counts.changed(&channel, 103, now + PAUSE * 2), None, "it is known");
        assert!(counts.owed().is_empty());
        assert_eq!(counts.changed(&channel, 99, now + PAUSE), Some(99));
        assert_eq!(counts.changed(&channel, 0, now + PAUSE), None, "nobody is there to hear it");
    }
}
