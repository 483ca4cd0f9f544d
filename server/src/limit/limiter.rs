//! What a keeper of buckets must do.

use super::{Outcome, Quota};
use async_trait::async_trait;

/// Keeps a bucket a subject. It always answers: a keeper that cannot reach its store falls back.
#[async_trait]
pub trait Limiter: Send + Sync {
    /// Ask for one request.
    async fn charge(&self, subject: &str, quota: Quota) -> Outcome;

    /// Give back a request that cost nothing; how the quota stands afterwards.
    async fn refund(&self, subject: &str, quota: Quota) -> Outcome;

    /// Whether it decides on a share of its own because its store is away.
    fn is_falling_back(&self) -> bool {
        false
    }
}
