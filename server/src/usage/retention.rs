//! Which times are kept how finely: pure reckoning in milliseconds since 1970.

use entity::model::Kept;

pub(super) const HOUR: i64 = 3_600_000;

/// The edges between what is kept as minutes, as hours, and not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Retention {
    /// From here on minutes answer; before it hours do.
    pub(super) minutes: i64,
    /// Minutes before this are made hours. An hour past [`Retention::minutes`], so that an hour is
    /// there before it is asked for.
    pub(super) roll_until: i64,
    /// Minutes before this are forgotten, and what is counted for them goes to its hour directly.
    pub(super) minutes_kept: i64,
    /// Hours before this are forgotten.
    pub(super) hours_kept: i64,
    /// Refusals of keys before this are forgotten.
    pub(super) refusals_kept: i64,
}

impl Retention {
    pub(super) fn at(now: i64) -> Self {
        let hour = now - now.rem_euclid(HOUR);
        Self {
            minutes: hour - 24 * HOUR,
            roll_until: hour - 23 * HOUR,
            minutes_kept: hour - Kept::UsageMinutes.millis(),
            hours_kept: hour - Kept::UsageHours.millis(),
            refusals_kept: hour - Kept::Refusal.millis(),
        }
    }
}
