//! The scripts.

use redis::Script;

/// Charges or refunds a bucket; see `limit.lua`.
pub fn limit() -> Script {
    Script::new(include_str!("limit.lua"))
}
