//! What wrong keys cost: a share of the address they come from, and never of anybody's key.
//!
//! A good key is let in whatever came before it: only failures are counted. An address that is past
//! its share is told 429 for each further failure, and what it names is looked up by two at a time, each
//! network in its turn: a neighbour whose key is good waits for one look-up of the flood, not for all.

use super::AuthError;
use crate::{
    accounts::turns::{Lane, QueueFull, Room, Turn, Turns},
    limits::{Flood, Rate},
    net::Network,
};
use moka::sync::Cache;
use std::{net::IpAddr, sync::Arc, time::Duration};

/// Wrong keys of one address.
pub const WRONG_KEYS: Rate = Rate::new(30, 30);
/// How long a network is looked up for slowly.
const SLOW: Duration = Duration::from_secs(60);
/// Networks remembered to be slow.
const MAX_ADDRESSES: u64 = 10_000;
/// Look-ups at once for all slow networks together.
const MAX_CONCURRENT: usize = 2;
/// Look-ups of one network that wait; the next is told to come again.
const WAITING: usize = 16;
/// How long one of them waits for its turn.
const TURN_TIMEOUT: Duration = Duration::from_secs(1);

/// Counts wrong keys by address.
pub(super) struct Wrong {
    flood: Flood,
    slow: Cache<Network, ()>,
    turns: Turns,
    enabled: bool,
}

impl Wrong {
    /// Nobody was wrong yet; not `enabled`, nobody ever is.
    pub(super) fn new(enabled: bool) -> Self {
        Self {
            flood: Flood::new(WRONG_KEYS),
            slow: Cache::builder().max_capacity(MAX_ADDRESSES).time_to_live(SLOW).build(),
            turns: Turns::new(Room { at_once: MAX_CONCURRENT, line: WAITING, later: 0 }),
            enabled,
        }
    }

    /// Count a refusal; where it is one too many, that is what is told.
    pub(super) fn count(&self, refusal: AuthError, address: IpAddr) -> AuthError {
        if !self.enabled || matches!(refusal, AuthError::Database | AuthError::TooMany(_)) {
            return refusal;
        }
        match self.flood.check(address) {
            Ok(()) => refusal,
            Err(wait) => {
                Network::of(address).for_each(|network| self.slow.insert(network, ()));
                AuthError::TooMany(wait)
            }
        }
    }

    /// Wait for one's turn to have a key looked up that is not remembered; nobody waits but who was
    /// wrong too often.
    pub(super) async fn turn(&self, address: IpAddr) -> Result<Option<Turn>, AuthError> {
        let mut networks = Network::of(address).peekable();
        let line: Arc<str> = networks.peek().map(Network::to_string).unwrap_or_default().into();
        if !networks.any(|network| self.slow.contains_key(&network)) {
            return Ok(None);
        }
        match tokio::time::timeout(TURN_TIMEOUT, self.turns.acquire(&line, Lane::First)).await {
            Ok(Ok(turn)) => Ok(Some(turn)),
            Ok(Err(QueueFull)) | Err(_) => Err(AuthError::TooMany(TURN_TIMEOUT)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_flood_of_wrong_keys_keeps_no_neighbour_in_the_same_wide_network_from_its_look_up() {
        let wrong = Arc::new(Wrong::new(true));
        let [flood, neighbour] = ["2001:db8:7:1::1", "2001:db8:7:2::1"].map(|text| {
            let address: IpAddr = text.parse().expect("is an address");
            address
        });
        for _ in 0..60 {
            let _ = wrong.count(AuthError::Unknown, flood);
        }
        assert!(wrong.turn(neighbour).await.is_ok_and(|turn| turn.is_some()), "both are slow");
        let mut held = Vec::new();
        for _ in 0..MAX_CONCURRENT {
            held.push(wrong.turn(flood).await.expect("is free"));
        }
        let waiting: Vec<_> = (0..500)
            .map(|_| {
                let wrong = wrong.clone();
                tokio::spawn(async move {
                    let turn = wrong.turn(flood).await;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    turn.is_ok()
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(50)).await;
        let theirs = tokio::spawn({
            let wrong = wrong.clone();
            async move { wrong.turn(neighbour).await.is_ok() }
        });
        tokio::task::yield_now().await;
        drop(held);
        assert!(theirs.await.expect("ends"), "it waits for one of the flood");
        let served = futures::future::join_all(waiting).await;
        let served = served.into_iter().filter(|one| matches!(one, Ok(true))).count();
        assert!(served <= WAITING, "{served}");
    }
}
