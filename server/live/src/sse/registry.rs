//! Which streams to wake for which channel.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use slab::Slab;
use tokio::{sync::Notify, time::Instant};

use crate::{
    permit::ConnectionPermit,
    shard::{seen_mark::SeenMark, subscriptions::Subscriptions},
};

/// All open streams.
#[derive(Default)]
pub(crate) struct Streams(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    table: Subscriptions,
    listeners: Slab<Arc<Listener>>,
}

/// One stream, as others see it.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) tag: Arc<str>,
    names: Vec<Arc<str>>,
    opened_at: Instant,
    /// Its place, until it leaves that to somebody else.
    permit: Mutex<Option<ConnectionPermit>>,
    pub(super) news: Notify,
    closed: AtomicBool,
    /// When a drain ends it.
    ends_at: Mutex<Option<Instant>>,
}

impl Listener {
    pub(super) fn new(permit: ConnectionPermit) -> Self {
        Self {
            tag: permit.tag().clone(),
            names: permit.names().cloned().collect(),
            opened_at: Instant::now(),
            permit: Mutex::new(Some(permit)),
            news: Notify::new(),
            closed: AtomicBool::new(false),
            ends_at: Mutex::new(None),
        }
    }

    fn permit(&self) -> MutexGuard<'_, Option<ConnectionPermit>> {
        self.permit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_of(&self, name: &str) -> bool {
        self.names.iter().any(|theirs| **theirs == *name)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
            || self.permit().as_ref().is_none_or(ConnectionPermit::is_void)
            || self.ends_at().is_some_and(|ends_at| ends_at <= Instant::now())
    }

    pub(super) fn ends_at(&self) -> Option<Instant> {
        *self.ends_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.news.notify_one();
    }
}

impl Streams {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, listener: Arc<Listener>, channels: &[Arc<str>]) -> usize {
        let mut inner = self.lock();
        let number = inner.listeners.insert(listener);
        for channel in channels {
            inner.table.insert(number as u32, channel, SeenMark::default());
        }
        number
    }

    pub(super) fn remove(&self, number: usize) {
        let mut inner = self.lock();
        inner.table.remove_all(number as u32);
        inner.listeners.try_remove(number);
    }

    /// Wakes those who listen to one of the channels.
    pub(crate) fn notify(&self, channels: &[Arc<str>]) {
        let mut inner = self.lock();
        let Inner { table, listeners } = &mut *inner;
        for id in channels.iter().filter_map(|name| table.id(name)).collect::<Vec<_>>() {
            for member in table.members(id) {
                if let Some(listener) = listeners.get(member.listener as usize) {
                    listener.news.notify_one();
                }
            }
        }
    }

    pub(crate) fn close_tag(&self, tag: &str) {
        self.lock().listeners.iter().filter(|(_, l)| l.is_of(tag)).for_each(|(_, l)| l.close());
    }

    /// Closes the oldest of a name, and frees its place at once; false where there is none.
    pub(crate) fn close_oldest(&self, name: &str) -> bool {
        let oldest = {
            let inner = self.lock();
            let theirs = inner.listeners.iter().map(|(_, listener)| listener);
            let open = theirs.filter(|listener| listener.is_of(name) && !listener.is_closed());
            open.min_by_key(|listener| listener.opened_at).cloned()
        };
        let Some(oldest) = oldest else { return false };
        let place = oldest.permit().take();
        oldest.close();
        place.is_some()
    }

    pub(crate) fn close_all(&self) {
        self.lock().listeners.iter().for_each(|(_, listener)| listener.close());
    }

    /// Ends each stream at a random moment within the window.
    pub(crate) fn drain(&self, window: Duration) {
        for (_, listener) in &self.lock().listeners {
            let at = Instant::now() + window.mul_f64(rand::random());
            *listener.ends_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
            listener.news.notify_one();
        }
    }
}
