//! Redis: the connection, and every key and script in one place.
//!
//! | key | type | is | lives |
//! |---|---|---|---|
//! | `{prefix}limit:{subject}` | hash `o`, `a`, `y`, `n` | a bucket: owed, reckoned at, UTC day, requests of that day; see [`crate::limit::Bucket`] | until it is full and its day is over |
//!
//! | script | keys | does |
//! |---|---|---|
//! | `limit.lua` | one `limit` | charges or refunds one request under both policies, by Redis's own clock |
//!
//! `REDIS_CACHE_DB` holds all of these. The subject is in braces of its own key only, so every
//! script touches one key and runs on a cluster as well.

mod backoff;
pub mod key;
mod link;
pub mod script;

pub use backoff::Health;
pub use link::{Away, Link};
pub use redis::Script;
