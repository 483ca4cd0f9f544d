//! Which channels have listeners, over all shards and streams of this node, and which of them
//! changed since somebody last looked.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::Notify;

/// How many listen to each channel.
#[derive(Debug, Default)]
pub(crate) struct Occupancy {
    counts: Mutex<HashMap<Arc<str>, usize>>,
    /// Whether somebody looks.
    watched: AtomicBool,
    changed: Mutex<HashSet<Arc<str>>>,
    news: Notify,
}

impl Occupancy {
    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, usize>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn join(&self, channel: &Arc<str>) {
        *self.lock().entry(channel.clone()).or_default() += 1;
        self.note(channel);
    }

    pub(crate) fn leave(&self, channel: &Arc<str>) {
        {
            let mut counts = self.lock();
            if let Some(count) = counts.get_mut(channel) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(channel);
                }
            }
        }
        self.note(channel);
    }

    pub(crate) fn of(&self, channel: &str) -> usize {
        self.lock().get(channel).copied().unwrap_or(0)
    }

    pub(crate) fn all(&self) -> Vec<(Arc<str>, usize)> {
        self.lock().iter().map(|(name, count)| (name.clone(), *count)).collect()
    }

    /// Channels with a listener, and listeners over all channels.
    pub(crate) fn totals(&self) -> (usize, usize) {
        let counts = self.lock();
        (counts.len(), counts.values().sum())
    }

    /// Takes note that the listeners or members of a channel changed.
    pub(crate) fn note(&self, channel: &Arc<str>) {
        if self.watched.load(Ordering::Relaxed) {
            self.changes().insert(channel.clone());
            self.news.notify_one();
        }
    }

    /// From now on what changes is kept for [`Occupancy::changed`].
    pub(crate) fn watch(&self) {
        self.watched.store(true, Ordering::Relaxed);
    }

    /// Waits for changes; the channels that did.
    pub(crate) async fn changed(&self) -> HashSet<Arc<str>> {
        loop {
            let changed = std::mem::take(&mut *self.changes());
            if !changed.is_empty() {
                return changed;
            }
            self.news.notified().await;
        }
    }

    fn changes(&self) -> MutexGuard<'_, HashSet<Arc<str>>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
