//! How long a job that went wrong waits.

use std::time::Duration;

/// The wait before the second attempt is at most this.
const BASE: Duration = Duration::from_secs(2);
/// And never more than this.
const CAP: Duration = Duration::from_secs(3_600);

/// The longest wait after `attempts` of them: doubling, capped.
pub fn ceiling(attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1).min(20);
    BASE.saturating_mul(1 << doublings).min(CAP)
}

/// The wait after `attempts` of them: anything up to the longest, by `chance` from 0 to 1. Jobs
/// that went wrong together then do not come back together.
pub fn wait(attempts: u32, chance: f64) -> Duration {
    ceiling(attempts).mul_f64(chance.clamp(0.0, 1.0))
}
