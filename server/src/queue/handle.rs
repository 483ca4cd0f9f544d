//! The handle on the queue.

use crate::{clock::Clock, store::Database};
use entity::table::millis;
use std::{fmt, sync::Arc};
use tokio::sync::watch;

/// Tells the time, in milliseconds since 1970.
#[derive(Clone)]
pub struct Now(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Now {
    /// A clock of one's own.
    pub fn new(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub fn read(&self) -> i64 {
        (self.0)()
    }
}

impl From<Clock> for Now {
    fn from(clock: Clock) -> Self {
        Self::new(move || millis(clock.now()))
    }
}

impl fmt::Debug for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Now({})", self.read())
    }
}

/// The jobs in the database. Cheap to clone; workers of this process wake for every clone.
#[derive(Clone, Debug)]
pub struct Queue {
    pub(super) database: Database,
    pub(super) now: Now,
    /// Counts wake-ups: a worker that was busy when one came still sees it.
    wakes: Arc<watch::Sender<u64>>,
}

impl Queue {
    /// The queue of a database. Use the machine's own time: leases and waits are spans of real
    /// time, also where the service's clock is set to another day.
    pub fn new(database: Database, now: impl Into<Now>) -> Self {
        Self { database, now: now.into(), wakes: Arc::new(watch::Sender::new(0)) }
    }

    /// Have workers of this process look for jobs now. Call it after the commit of a transaction
    /// that put some in; workers elsewhere look within two seconds.
    pub fn wake(&self) {
        self.wakes.send_modify(|count| *count = count.wrapping_add(1));
    }

    pub(super) fn wakes(&self) -> watch::Receiver<u64> {
        self.wakes.subscribe()
    }
}
