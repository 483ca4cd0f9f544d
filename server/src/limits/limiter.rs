//! What a keeper of buckets must do.

use super::{Outcome, Quota, Subject};
use async_trait::async_trait;

/// Keeps a bucket a subject. It always answers: a keeper that cannot reach its store falls back.
#[async_trait]
pub trait Limiter: Send + Sync {
    /// Ask for one request at `now`, in microseconds since 1970. A keeper with a clock of its own
    /// goes by that.
    async fn charge(&self, subject: Subject, quota: Quota, now: u64) -> Outcome;

    /// Give back a request that cost nothing; how the quota stands afterwards.
    async fn refund(&self, subject: Subject, quota: Quota, now: u64) -> Outcome;

    /// How the quota stands; nothing is asked and nothing used.
    async fn peek(&self, subject: Subject, quota: Quota, now: u64) -> Outcome;

    /// Whether it decides on a share of its own because its store is away.
    fn is_falling_back(&self) -> bool {
        false
    }
}
