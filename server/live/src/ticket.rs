//! Whose sockets are open, and how many: counted before the upgrade, released when the socket ends.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Whose socket it is and what it may do.
#[derive(Clone, Debug)]
pub struct Admission {
    /// Whose: a key's public id, an app key. Counted, closed and reported under this name.
    pub tag: Arc<str>,
    /// Channels one socket may listen to.
    pub max_channels: usize,
    /// Sockets and streams this tag may have open together on this node.
    pub max_sockets: usize,
}

impl Admission {
    /// An admission without a bound on sockets.
    pub fn new(tag: impl Into<Arc<str>>, max_channels: usize) -> Self {
        Self { tag: tag.into(), max_channels, max_sockets: usize::MAX }
    }
}

#[derive(Debug, Default)]
struct Entry {
    open: usize,
    /// How often the tag was closed; a ticket from before the last closing is void.
    closings: u32,
}

/// Every tag with something open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags(Arc<Mutex<HashMap<Arc<str>, Entry>>>);

/// One open socket or stream; gives its place back when dropped.
#[derive(Debug)]
pub(crate) struct Ticket {
    tag: Arc<str>,
    closings: u32,
    tags: Tags,
}

impl Tags {
    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one place, unless the tag has all of its places taken.
    pub(crate) fn take(&self, admission: &Admission) -> Option<Ticket> {
        let mut tags = self.lock();
        let open = tags.get(&admission.tag).map_or(0, |entry| entry.open);
        if open >= admission.max_sockets {
            return None;
        }
        let entry = tags.entry(admission.tag.clone()).or_default();
        entry.open += 1;
        Some(Ticket { tag: admission.tag.clone(), closings: entry.closings, tags: self.clone() })
    }

    /// Makes every ticket given so far to this tag void, also those of sockets still arriving.
    pub(crate) fn close(&self, tag: &str) {
        if let Some(entry) = self.lock().get_mut(tag) {
            entry.closings = entry.closings.wrapping_add(1);
        }
    }

    /// How many places the tag has taken.
    pub(crate) fn open(&self, tag: &str) -> usize {
        self.lock().get(tag).map_or(0, |entry| entry.open)
    }
}

impl Ticket {
    pub(crate) fn tag(&self) -> &Arc<str> {
        &self.tag
    }

    /// Whether the tag was closed since this ticket was given.
    pub(crate) fn is_void(&self) -> bool {
        self.tags.lock().get(&self.tag).is_none_or(|entry| entry.closings != self.closings)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut tags = self.tags.lock();
        if let Some(entry) = tags.get_mut(&self.tag) {
            entry.open -= 1;
            if entry.open == 0 {
                tags.remove(&self.tag);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_gets_no_more_places_than_it_may_have() {
        let tags = Tags::default();
        let two = Admission { tag: "k".into(), max_channels: 1, max_sockets: 2 };
        let first = tags.take(&two);
        let second = tags.take(&two);
        assert!(first.is_some() && second.is_some());
        assert!(tags.take(&two).is_none());
        drop(first);
        assert_eq!(tags.open("k"), 1);
        assert!(tags.take(&two).is_some());
    }

    #[test]
    fn closing_a_tag_voids_the_tickets_given_before() {
        let tags = Tags::default();
        let before = tags.take(&Admission::new("k", 1)).expect("unbounded");
        tags.close("k");
        let after = tags.take(&Admission::new("k", 1)).expect("unbounded");
        assert!(before.is_void());
        assert!(!after.is_void());
    }
}
