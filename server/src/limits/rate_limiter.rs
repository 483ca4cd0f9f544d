//! The limits of the service: who asks, by which plan, and what is answered.

use super::{Limiter, Local, Outcome, Quota, Shared, Subject, micros, retry_after};
use crate::{
    config::{RateLimit, Redis},
    limits::Access,
    redis::Connection,
};
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

/// What every request passes.
pub struct RateLimiter {
    limiter: Arc<dyn Limiter>,
    settings: RateLimit,
    admitted: AtomicU64,
    refused: AtomicU64,
}

/// Who asks and what they may.
#[derive(Clone, Copy, Debug)]
pub struct Charge {
    pub quota: Quota,
    /// Under whom it is counted.
    pub subject: Subject,
}

/// What the gate said to one request.
#[derive(Clone, Copy, Debug)]
pub struct LimitDecision {
    /// What it was held against.
    pub claim: Charge,
    /// How that stands.
    pub outcome: Outcome,
    /// When it was said, in microseconds since 1970.
    pub at: u64,
    /// Seconds to wait until one more is admitted, 0 where it would be now: the one number that
    /// every place of the answer says, and every answer while that is so.
    pub wait: u64,
}

impl LimitDecision {
    /// What is said of a claim that stands so.
    pub fn new(claim: Charge, outcome: Outcome, at: u64) -> Self {
        let wait = match outcome.wait() {
            0 => 0,
            wait => retry_after(wait, claim.subject.jitter()),
        };
        Self { claim, outcome, at, wait }
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiter").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl RateLimiter {
    /// Buckets in Redis where there is one, else in this process.
    pub async fn open(settings: RateLimit, redis: Option<&Redis>) -> Self {
        let limiter: Arc<dyn Limiter> = match redis {
            None => Arc::new(Local::default()),
            Some(redis) => {
                let link = Connection::open(redis.cache()).await;
                Arc::new(Shared::new(link, &redis.prefix, settings.nodes))
            }
        };
        Self::new(settings, limiter)
    }

    /// A gate with a keeper of one's own.
    pub fn new(settings: RateLimit, limiter: Arc<dyn Limiter>) -> Self {
        Self { limiter, settings, admitted: AtomicU64::new(0), refused: AtomicU64::new(0) }
    }

    /// The keeper of its buckets, for what else is counted.
    pub fn limiter(&self) -> Arc<dyn Limiter> {
        self.limiter.clone()
    }

    /// What `access` is held against; `None` where limits are switched off.
    pub fn charge_of(&self, access: &Access) -> Option<Charge> {
        let quota = Quota::of(access.plan(), &self.settings);
        self.settings.enabled.then(|| Charge { quota, subject: Subject::of(access) })
    }

    /// Ask for one request.
    pub async fn charge(&self, claim: Charge) -> LimitDecision {
        let at = micros();
        let outcome = self.limiter.charge(claim.subject, claim.quota, at).await;
        let counter = if outcome.admitted { &self.admitted } else { &self.refused };
        counter.fetch_add(1, Relaxed);
        LimitDecision::new(claim, outcome, at)
    }

    /// How a claim stands. Nothing is used, and the answer never refuses.
    pub async fn peek(&self, claim: Charge) -> LimitDecision {
        let at = micros();
        let outcome = self.limiter.peek(claim.subject, claim.quota, at).await;
        LimitDecision::new(claim, outcome, at)
    }

    /// Give a request back: it turned out to cost nothing.
    pub async fn refund(&self, reply: &mut LimitDecision) {
        let (claim, at) = (reply.claim, micros());
        let outcome = self.limiter.refund(claim.subject, claim.quota, at).await;
        *reply = LimitDecision::new(claim, outcome, at);
    }

    /// Requests admitted and refused since the start.
    pub fn decisions(&self) -> (u64, u64) {
        (self.admitted.load(Relaxed), self.refused.load(Relaxed))
    }

    /// Whether Redis is away and this process admits its share.
    pub fn is_falling_back(&self) -> bool {
        self.limiter.is_falling_back()
    }
}
