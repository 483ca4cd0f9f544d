//! Which channels have listeners, over all shards and streams.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many listen to each channel.
#[derive(Debug, Default)]
pub(crate) struct Occupancy(Mutex<HashMap<Arc<str>, usize>>);

impl Occupancy {
    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn join(&self, channel: &Arc<str>) {
        *self.lock().entry(channel.clone()).or_default() += 1;
    }

    pub(crate) fn leave(&self, channel: &str) {
        let mut counts = self.lock();
        if let Some(count) = counts.get_mut(channel) {
            *count -= 1;
            if *count == 0 {
                counts.remove(channel);
            }
        }
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
}
