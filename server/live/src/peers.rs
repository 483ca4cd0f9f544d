//! What other nodes say of their listeners.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many listen to each channel of a node.
type Listeners = HashMap<Arc<str>, usize>;

/// How many listen to each channel, by node.
#[derive(Debug, Default)]
pub(crate) struct Peers(Mutex<HashMap<Arc<str>, Listeners>>);

impl Peers {
    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Listeners>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A node has so many listeners on a channel.
    pub(crate) fn state(&self, node: &Arc<str>, channel: &Arc<str>, listeners: usize) {
        let mut nodes = self.lock();
        let channels = nodes.entry(node.clone()).or_default();
        match listeners {
            0 => channels.remove(channel),
            some => channels.insert(channel.clone(), some),
        };
    }

    /// A node is gone; the channels it had listeners on.
    pub(crate) fn forget(&self, node: &str) -> Vec<Arc<str>> {
        self.lock().remove(node).unwrap_or_default().into_keys().collect()
    }

    /// The channels a node has listeners on.
    pub(crate) fn channels(&self, node: &str) -> Vec<Arc<str>> {
        self.lock().get(node).map(|channels| channels.keys().cloned().collect()).unwrap_or_default()
    }

    /// How many listen to a channel on other nodes.
    pub(crate) fn of(&self, channel: &str) -> usize {
        self.lock().values().filter_map(|channels| channels.get(channel)).sum()
    }

    /// Every channel with a listener on another node, once for each of them.
    pub(crate) fn all(&self) -> Vec<(Arc<str>, usize)> {
        let nodes = self.lock();
        let all = nodes.values().flatten();
        all.map(|(channel, listeners)| (channel.clone(), *listeners)).collect()
    }
}
