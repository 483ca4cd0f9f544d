//! How much anyone may ask: a token bucket a plan and a quota a day.
//!
//! [`bucket`] is the arithmetic, which knows neither clock nor store; [`Local`] keeps buckets in
//! this process, [`Shared`] in Redis for all processes together, with a local share while Redis is
//! away. [`RateLimiter`] is what the service holds; `http/rate_limit_headers.rs` says it to the caller.
//!
//! [`Flood`] is for what is never given back and belongs to nobody: pages, handshakes, wrong keys,
//! counted by address with the crate governor.
//!
//! The bucket is our own, not governor's: governor can neither give a request back (a 304 is free)
//! nor say after a good request when the bucket is full again, and holds one quota a limiter while
//! plans are rows that change. The same whole-number arithmetic runs in the Lua script, so that
//! both sides decide alike.

mod access;
pub mod bucket;
mod flood;
mod limiter;
mod local;
mod misses;
mod pages;
mod quota;
mod rate_limiter;
mod shared;
mod subject;
#[cfg(test)]
mod tests;
mod wait;

pub use access::{Access, PlanLimits};
pub use bucket::{Bucket, Outcome, PolicyState};
pub use flood::{Flood, Rate};
pub use limiter::Limiter;
pub use local::{Local, micros};
pub use misses::{Misses, calls_a_day};
pub use pages::PageLimit;
pub use quota::Quota;
pub use rate_limiter::{Charge, LimitDecision, RateLimiter};
pub use shared::Shared;
pub use subject::Subject;
pub use wait::{retry_after, seconds};
