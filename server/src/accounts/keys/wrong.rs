//! What wrong keys cost: a share of the address they come from, and never of anybody's key.
//!
//! A good key is let in whatever came before it: only failures are counted. An address that is past
//! its share is told 429 for each further failure, and what it names is looked up by two at a time.

use super::Refusal;
use crate::{
    limits::{Flood, Rate},
    net::Network,
};
use moka::sync::Cache;
use std::{net::IpAddr, time::Duration};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Wrong keys of one address.
pub const WRONG_KEYS: Rate = Rate::new(30, 30);
/// How long a network is looked up for slowly.
const SLOW: Duration = Duration::from_secs(60);
/// Networks remembered to be slow.
const MOST: u64 = 10_000;
/// Look-ups at once for all slow networks together.
const AT_ONCE: usize = 2;
/// How long one of them waits for its turn.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts wrong keys by address.
pub(super) struct Wrong {
    flood: Flood,
    slow: Cache<Network, ()>,
    turns: Semaphore,
    enabled: bool,
}

impl Wrong {
    /// Nobody was wrong yet; not `enabled`, nobody ever is.
    pub(super) fn new(enabled: bool) -> Self {
        Self {
            flood: Flood::new(WRONG_KEYS),
            slow: Cache::builder().max_capacity(MOST).time_to_live(SLOW).build(),
            turns: Semaphore::new(AT_ONCE),
            enabled,
        }
    }

    /// Count a refusal; where it is one too many, that is what is told.
    pub(super) fn count(&self, refusal: Refusal, address: IpAddr) -> Refusal {
        if !self.enabled || matches!(refusal, Refusal::Database | Refusal::TooMany(_)) {
            return refusal;
        }
        match self.flood.check(address) {
            Ok(()) => refusal,
            Err(wait) => {
                Network::of(address).for_each(|network| self.slow.insert(network, ()));
                Refusal::TooMany(wait)
            }
        }
    }

    /// Wait for one's turn to have a key looked up that is not remembered; nobody waits but who was
    /// wrong too often.
    pub(super) async fn turn(
        &self,
        address: IpAddr,
    ) -> Result<Option<SemaphorePermit<'_>>, Refusal> {
        if !Network::of(address).any(|network| self.slow.contains_key(&network)) {
            return Ok(None);
        }
        match tokio::time::timeout(PATIENCE, self.turns.acquire()).await {
            Ok(turn) => Ok(turn.ok()),
            Err(_) => Err(Refusal::TooMany(PATIENCE)),
        }
    }
}
