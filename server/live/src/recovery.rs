//! The present state of whole channels: read on a thread of its own, once for all who ask.
//!
//! To read the state of a wide channel takes long, and anybody may ask for it. A shard that read it
//! itself would keep its other sockets waiting. What was read is given to everybody who asks within
//! [`HubConfig::recovery_shared`](crate::HubConfig::recovery_shared): it says at which place of the
//! log it was read, and whoever takes it later makes up for what came since.

use std::{
    collections::{HashMap, VecDeque},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak},
    time::Instant,
};

use crate::{hub::Shared, message::Snapshot};

/// The state of all that a channel covers.
#[derive(Debug)]
pub(crate) struct Recovered {
    /// Where the log stood before the state was read: nothing up to here is missing.
    pub(crate) head: u64,
    pub(crate) snapshots: Vec<Snapshot>,
    /// Where the snapshot of a key is.
    by_key: HashMap<Arc<str>, usize>,
    at: Instant,
}

impl Recovered {
    fn read(shared: &Shared, channel: &str) -> Self {
        // The position first, then the state: what is published in between is told twice rather
        // than never, and the floors of the snapshots then drop the second telling.
        let head = shared.history().head();
        let snapshots = shared.source.recover(channel);
        let by_key =
            snapshots.iter().enumerate().map(|(at, one)| (one.channel.clone(), at)).collect();
        Self { head, snapshots, by_key, at: Instant::now() }
    }

    /// The place of a key's snapshot.
    pub(crate) fn place(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }
}

/// What a state that was asked for is given to; nothing where the source failed.
pub(crate) type Answer = Box<dyn FnOnce(Option<Arc<Recovered>>) + Send>;

/// Reads states for shards and streams.
#[derive(Default)]
pub(crate) struct Recoveries {
    work: Mutex<Work>,
    asked: Condvar,
}

#[derive(Default)]
struct Work {
    /// Channels in the order they were first asked for.
    order: VecDeque<Arc<str>>,
    waiting: HashMap<Arc<str>, Vec<Answer>>,
    kept: HashMap<Arc<str>, Arc<Recovered>>,
    ended: bool,
}

impl Recoveries {
    fn lock(&self) -> MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the state to `answer`: here and now where it was read lately, else from the thread.
    pub(crate) fn ask(&self, shared: &Shared, channel: &Arc<str>, answer: Answer) {
        let mut work = self.lock();
        let kept = work.kept.get(channel);
        if let Some(kept) = kept.filter(|kept| kept.at.elapsed() < shared.config.recovery_shared) {
            let kept = kept.clone();
            drop(work);
            return answer(Some(kept));
        }
        let waiting = work.waiting.entry(channel.clone()).or_default();
        waiting.push(answer);
        if waiting.len() == 1 {
            work.order.push_back(channel.clone());
            self.asked.notify_one();
        }
    }

    /// The thread ends, and nobody is answered any more.
    pub(crate) fn end(&self) {
        self.lock().ended = true;
        self.asked.notify_all();
    }

    /// The next channel to read; nothing at the end. What was read long ago is let go meanwhile.
    fn next(&self, shared: &Shared) -> Option<Arc<str>> {
        let keep = shared.config.recovery_shared;
        let mut work = self.lock();
        loop {
            if work.ended {
                *work = Work { ended: true, ..Work::default() };
                return None;
            }
            work.kept.retain(|_, kept| kept.at.elapsed() < keep);
            if let Some(channel) = work.order.pop_front() {
                return Some(channel);
            }
            work = match work.kept.is_empty() {
                true => self.asked.wait(work).unwrap_or_else(PoisonError::into_inner),
                false => {
                    let woken = self.asked.wait_timeout(work, keep);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    fn done(&self, channel: &Arc<str>, read: Option<&Arc<Recovered>>) -> Vec<Answer> {
        let mut work = self.lock();
        if let Some(read) = read {
            work.kept.insert(channel.clone(), read.clone());
        }
        work.waiting.remove(channel).unwrap_or_default()
    }
}

/// Starts the thread that reads. It ends with [`Recoveries::end`].
///
/// # Errors
/// The system gives no thread.
pub(crate) fn spawn(shared: &Arc<Shared>) -> std::io::Result<()> {
    let shared: Weak<Shared> = Arc::downgrade(shared);
    let run = move || {
        let Some(shared) = shared.upgrade() else { return };
        while let Some(channel) = shared.recoveries.next(&shared) {
            let read = || Arc::new(Recovered::read(&shared, &channel));
            let read = catch_unwind(AssertUnwindSafe(read)).ok();
            if read.is_none() {
                tracing::error!(%channel, "the state of a channel could not be read");
            }
            for answer in shared.recoveries.done(&channel, read.as_ref()) {
                answer(read.clone());
            }
        }
    };
    std::thread::Builder::new().name("live-recovery".to_owned()).spawn(run).map(|_| ())
}
