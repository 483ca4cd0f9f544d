//! When a recurring job is due: pure arithmetic on slots.
//!
//! Time is cut into slots of the job's period, counted from 1970, so every worker agrees where
//! they begin. A slot is served once. Slots missed while nobody worked are served by one run.

use super::enqueue::Draft;
use std::time::Duration;

/// A clock that goes back further than this, and further than the period, was set anew: its
/// schedule begins again rather than standing still until the old time is reached.
pub const REWIND: i64 = 5 * 60 * 1_000;

/// A job that comes back.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The time between two runs; at least a second.
    pub every: Duration,
    /// What is put in.
    pub draft: Draft,
}

impl Schedule {
    /// The period in milliseconds.
    pub fn period(&self) -> i64 {
        i64::try_from(self.every.as_millis()).unwrap_or(i64::MAX).max(1_000)
    }
}

/// The beginning of the slot that `now` lies in.
pub fn slot(now: i64, period: i64) -> i64 {
    now - now.rem_euclid(period)
}

/// The slot to serve now, if the one served last is `last`.
pub fn due(last: i64, now: i64, period: i64) -> Option<i64> {
    let slot = slot(now, period);
    let rewound = last.saturating_sub(now) > period.max(REWIND);
    (slot > last || rewound).then_some(slot)
}
