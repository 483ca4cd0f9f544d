//! What a customer's questions may cost of the upstream: calls that are made because nothing at hand
//! answers them. A token is never given back, hence governor.

use super::Subject;
use crate::{
    gateway::{Payer, Rank},
    limits::{Access, PlanLimits},
    net::Network,
};
use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use std::{
    collections::HashMap,
    fmt,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;

const DAY: Duration = Duration::from_secs(86_400);
/// Of so many requests a day one may be a call.
const SHARE: u32 = 20;
/// Calls a day at least and at most, whatever the plan; the most is also that of a plan whose day
/// is not limited.
const MIN_PER_DAY: u32 = 12;
const MAX_PER_DAY: u32 = 5_000;
/// Calls a day for all league pages together: they are drawn for anybody.
const PAGES_PER_DAY: u32 = 480;
/// Buckets that are held before those that are full again are looked for.
const CLEANUP_AT: usize = 10_000;

/// The buckets: by address for readers without a key, by account for customers, one for all pages.
pub struct Misses {
    /// Off, as all limits are.
    enabled: bool,
    /// By calls a day; there are as many as plans.
    addresses: Mutex<HashMap<u32, Arc<Keyed<Network>>>>,
    accounts: Mutex<HashMap<u32, Arc<Keyed<Subject>>>>,
    pages: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

/// So many a day, half of them at once.
fn quota(per_day: u32) -> Quota {
    let per_day = per_day.max(1);
    let burst = NonZeroU32::new(per_day / 2).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(DAY / per_day)
        .unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN))
        .allow_burst(burst)
}

/// How many calls a day a plan's questions may cost.
pub fn calls_a_day(plan: &PlanLimits) -> u32 {
    plan.per_day.map_or(MAX_PER_DAY, |day| (day / SHARE).clamp(MIN_PER_DAY, MAX_PER_DAY))
}

impl Misses {
    /// Nothing was asked yet.
    pub fn new(enabled: bool) -> Self {
        Self {
            enabled,
            addresses: Mutex::default(),
            accounts: Mutex::default(),
            pages: RateLimiter::direct(quota(PAGES_PER_DAY)),
            clock: DefaultClock::default(),
        }
    }

    /// The one who asks by REST.
    pub fn of<'a>(&'a self, access: &'a Access) -> MissPayer<'a> {
        MissPayer { misses: self, access: Some(access) }
    }

    pub fn pages(&self) -> MissPayer<'_> {
        MissPayer { misses: self, access: None }
    }

    fn charge(&self, access: Option<&Access>) -> Result<(), Duration> {
        let now = self.clock.now();
        let Some(access) = access else {
            return self.pages.check().map_err(|until| until.wait_time_from(now));
        };
        let per_day = calls_a_day(access.plan());
        match access {
            Access::Anonymous { address, .. } => {
                for network in Network::of(*address) {
                    let share = per_day.saturating_mul(network.share());
                    let limiter = limiter(&self.addresses, share);
                    limiter.check_key(&network).map_err(|until| until.wait_time_from(now))?;
                }
                Ok(())
            }
            Access::Key { .. } => {
                let limiter = limiter(&self.accounts, per_day);
                let charged = limiter.check_key(&Subject::of(access));
                charged.map_err(|until| until.wait_time_from(now))
            }
        }
    }
}

/// The limiter of so many calls a day.
fn limiter<K: std::hash::Hash + Eq + Clone>(
    by_day: &Mutex<HashMap<u32, Arc<Keyed<K>>>>,
    per_day: u32,
) -> Arc<Keyed<K>> {
    let mut by_day = by_day.lock().unwrap_or_else(PoisonError::into_inner);
    let new = || RateLimiter::dashmap_with_clock(quota(per_day), DefaultClock::default());
    let found = by_day.entry(per_day).or_insert_with(|| Arc::new(new())).clone();
    if found.len() > CLEANUP_AT {
        found.retain_recent();
    }
    found
}

impl fmt::Debug for Misses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Misses").field("enabled", &self.enabled).finish_non_exhaustive()
    }
}

/// One who asks, and pays for what that costs.
#[derive(Clone, Copy, Debug)]
pub struct MissPayer<'a> {
    misses: &'a Misses,
    /// `None` for the pages.
    access: Option<&'a Access>,
}

impl Payer for MissPayer<'_> {
    fn rank(&self) -> Rank {
        match self.access {
            None | Some(Access::Anonymous { .. }) => Rank::Anonymous,
            Some(Access::Key { plan, .. }) if plan.name == "free" => Rank::Free,
            Some(Access::Key { .. }) => Rank::Paid,
        }
    }

    fn pay(&self) -> Result<(), Duration> {
        if self.misses.enabled { self.misses.charge(self.access) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stranger(address: &str) -> Access {
        let address = address.parse().expect("an address");
        Access::Anonymous { address, plan: PlanLimits::anonymous().into() }
    }

    fn customer(account_id: i64, name: &str, per_day: Option<u32>) -> Access {
        let plan = PlanLimits { name: name.to_owned(), per_day, ..PlanLimits::anonymous() };
        Access::Key {
            key_id: account_id,
            public_id: "x".into(),
            account_id,
            plan: plan.into(),
            scopes: Vec::new().into(),
            rotated: false,
        }
    }

    fn paid(misses: &Misses, access: &Access, tries: usize) -> usize {
        (0..tries).filter(|_| misses.of(access).pay().is_ok()).count()
    }

    #[test]
    fn a_stranger_has_a_few_calls_and_a_customer_as_many_as_the_plan_gives() {
        let misses = Misses::new(true);
        assert_eq!(paid(&misses, &stranger("192.0.2.1"), 1_000), 12);
        assert_eq!(paid(&misses, &stranger("192.0.2.2"), 1_000), 12, "each address has its own");
        assert_eq!(paid(&misses, &customer(1, "free", Some(1_000)), 1_000), 25);
        assert_eq!(paid(&misses, &customer(2, "pro", Some(100_000)), 5_000), 2_500);
        assert_eq!(paid(&misses, &customer(2, "pro", Some(100_000)), 10), 0, "by account");
        let wait = misses.of(&stranger("192.0.2.1")).pay().expect_err("is used up");
        assert!(wait > Duration::from_secs(600), "{wait:?}");
    }

    #[test]
    fn a_network_of_many_addresses_has_no_more_than_four_shares() {
        let misses = Misses::new(true);
        let all = (0..200).map(|n| paid(&misses, &stranger(&format!("2001:db8:1:{n:x}::1")), 5));
        assert!(all.sum::<usize>() <= 50);
    }

    #[test]
    fn pages_have_a_bucket_for_all_of_them_and_come_last() {
        let misses = Misses::new(true);
        let pages = misses.pages();
        assert_eq!((0..1_000).filter(|_| pages.pay().is_ok()).count(), 240);
        assert_eq!(pages.rank(), Rank::Anonymous);
        assert_eq!(misses.of(&customer(1, "free", Some(1_000))).rank(), Rank::Free);
        assert_eq!(misses.of(&customer(1, "pro", None)).rank(), Rank::Paid);
        assert!(Misses::new(false).pages().pay().is_ok());
    }
}
