//! How many pages one address may ask for, and how many are drawn at once.

use super::{Flood, Rate};
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Pages drawn at once. A page takes milliseconds and waits a second for an upstream at most, so
/// that many are under way only in a flood.
const MAX_CONCURRENT: usize = 256;

/// The counts of all pages, one for the whole process; cheap to clone.
#[derive(Clone, Debug)]
pub struct PageLimit {
    pages: Flood,
    /// Apart, so that nobody's pages make a balancer behind the same address think us gone.
    ready: Flood,
    places: Arc<Semaphore>,
}

impl PageLimit {
    /// So many a minute over time. The burst is two minutes of it: a reader who opens twenty pages
    /// at once, or an office behind one address that comes in the morning, does not meet it.
    pub fn new(per_minute: u32) -> Self {
        let per_minute = per_minute.max(1);
        let flood = || Flood::new(Rate::new(per_minute, per_minute.saturating_mul(2)));
        Self { pages: flood(), ready: flood(), places: Arc::new(Semaphore::new(MAX_CONCURRENT)) }
    }

    /// Count one for this address; where it is one too many, how long to wait.
    pub fn check(&self, address: IpAddr) -> Result<(), Duration> {
        self.pages.check(address)
    }

    /// Count a question whether the service is ready.
    pub fn check_ready(&self, address: IpAddr) -> Result<(), Duration> {
        self.ready.check(address)
    }

    /// A place to draw a page, while there is one.
    pub fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().try_acquire_owned().ok()
    }
}
