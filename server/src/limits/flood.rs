//! Floods: how often one address may do what belongs to nobody and is never given back.

use crate::net::Network;
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

type Limiter = RateLimiter<Network, DefaultKeyedStateStore<Network>, DefaultClock>;

/// Beyond this many networks, those that are quiet again are looked for and forgotten.
const CLEANUP_AT: usize = 4_096;

/// How often: so many a minute, and so many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Over time.
    pub per_minute: NonZeroU32,
    /// At once, after a quiet time.
    pub burst: NonZeroU32,
}

impl Rate {
    /// `per_minute` over time and `burst` at once; neither is 0.
    pub const fn new(per_minute: u32, burst: u32) -> Self {
        let (Some(per_minute), Some(burst)) = (NonZeroU32::new(per_minute), NonZeroU32::new(burst))
        else {
            panic!("a rate of nothing admits nobody")
        };
        Self { per_minute, burst }
    }

    fn times(self, share: u32) -> Quota {
        let share = NonZeroU32::new(share).unwrap_or(NonZeroU32::MIN);
        Quota::per_minute(self.per_minute.saturating_mul(share))
            .allow_burst(self.burst.saturating_mul(share))
    }
}

/// A limit by address; cheap to clone. An IPv6 address is counted in its /64, /56 and /48, of which
/// the wider have twice and four times the rate.
#[derive(Clone)]
pub struct Flood(Arc<Parts>);

struct Parts {
    /// By the share of the rate: 1, 2 and 4.
    by_share: [Limiter; 3],
    search_at: AtomicUsize,
    clock: DefaultClock,
}

impl Flood {
    /// Nobody has done anything yet.
    pub fn new(rate: Rate) -> Self {
        let limiter =
            |share| RateLimiter::dashmap_with_clock(rate.times(share), DefaultClock::default());
        Self(Arc::new(Parts {
            by_share: [1, 2, 4].map(limiter),
            search_at: AtomicUsize::new(CLEANUP_AT),
            clock: DefaultClock::default(),
        }))
    }

    /// Count one from this address; where it is one too many, how long to wait. A refusal by the
    /// narrower network takes nothing from the wider, which others share.
    pub fn check(&self, address: IpAddr) -> Result<(), Duration> {
        self.tidy();
        for network in Network::of(address) {
            let limiter = match network.share() {
                1 => &self.0.by_share[0],
                2 => &self.0.by_share[1],
                _ => &self.0.by_share[2],
            };
            if let Err(until) = limiter.check_key(&network) {
                return Err(until.wait_time_from(self.0.clock.now()));
            }
        }
        Ok(())
    }

    /// How many networks are remembered.
    pub fn len(&self) -> usize {
        self.0.by_share.iter().map(RateLimiter::len).sum()
    }

    /// Whether nobody is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forget who has all of the rate again, each time the number doubled.
    fn tidy(&self) {
        let parts = &self.0;
        if parts.by_share[0].len() < parts.search_at.load(Relaxed) {
            return;
        }
        // Whoever comes meanwhile need not search as well.
        parts.search_at.store(usize::MAX, Relaxed);
        parts.by_share.iter().for_each(RateLimiter::retain_recent);
        parts.search_at.store((parts.by_share[0].len() * 2).max(CLEANUP_AT), Relaxed);
    }
}

impl std::fmt::Debug for Flood {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Flood").field("networks", &self.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(flood: &Flood, address: &str, tries: usize) -> usize {
        let address = address.parse().expect("an address");
        (0..tries).filter(|_| flood.check(address).is_ok()).count()
    }

    #[test]
    fn an_address_is_refused_past_its_burst_and_told_how_long_to_wait() {
        let flood = Flood::new(Rate::new(60, 5));
        assert_eq!(admitted(&flood, "192.0.2.1", 20), 5);
        let wait = flood.check("192.0.2.1".parse().expect("an address")).expect_err("is refused");
        assert!(wait <= Duration::from_secs(1), "{wait:?}");
        assert_eq!(admitted(&flood, "192.0.2.2", 20), 5, "its neighbour is not touched");
    }

    #[test]
    fn who_has_many_ipv6_networks_has_no_more_than_four_shares() {
        let flood = Flood::new(Rate::new(1, 5));
        let passed: usize =
            (0..500).map(|i| admitted(&flood, &format!("2001:db8:7:{i:x}::1"), 5)).sum();
        assert_eq!(passed, 20);
        assert_eq!(admitted(&flood, "2001:db8:8::1", 20), 5, "another /48 is not touched");
    }

    #[test]
    fn who_is_quiet_again_is_forgotten() {
        // One comes back every 10 ms, so all of them are quiet again soon.
        let flood = Flood::new(Rate::new(6_000, 1));
        for i in 0..40_000_u32 {
            let _ = flood.check(IpAddr::V4(std::net::Ipv4Addr::from(i)));
        }
        std::thread::sleep(Duration::from_millis(30));
        flood.0.search_at.store(0, Relaxed);
        flood.tidy();
        assert!(flood.len() < 100, "{}", flood.len());
    }
}
