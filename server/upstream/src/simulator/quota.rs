//! How many calls are left.

use super::fate::DAY;
use std::time::{Duration, Instant};

/// The account's counters: a day by the simulated clock, a minute by the real one.
#[derive(Debug)]
pub(super) struct Quota {
    day_limit: u32,
    minute_limit: u32,
    day: i64,
    day_used: u32,
    minute: Instant,
    minute_used: u32,
}

/// What is left, as the headers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Left {
    /// Calls a day.
    pub day_limit: u32,
    /// Of them left.
    pub day_left: u32,
    /// Calls a minute.
    pub minute_limit: u32,
    /// Of them left.
    pub minute_left: u32,
}

/// Which limit refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The day's.
    Day,
    /// The minute's.
    Minute,
}

impl Quota {
    pub(super) fn new(day_limit: u32, minute_limit: u32) -> Self {
        Self {
            day_limit,
            minute_limit,
            day: i64::MIN,
            day_used: 0,
            minute: Instant::now(),
            minute_used: 0,
        }
    }

    /// Counts a call at `now` (Unix milliseconds, simulated), or refuses it.
    pub(super) fn take(&mut self, now: i64) -> (Left, Option<Refusal>) {
        self.roll(now);
        let refusal = if self.minute_used >= self.minute_limit {
            Some(Refusal::Minute)
        } else if self.day_used >= self.day_limit {
            Some(Refusal::Day)
        } else {
            self.minute_used += 1;
            self.day_used += 1;
            None
        };
        (self.left(), refusal)
    }

    /// Calls of the day so far, and its limit.
    pub(super) fn day(&mut self, now: i64) -> (u32, u32) {
        self.roll(now);
        (self.day_used, self.day_limit)
    }

    fn roll(&mut self, now: i64) {
        let today = now.div_euclid(DAY);
        if self.day != today {
            (self.day, self.day_used) = (today, 0);
        }
        if self.minute.elapsed() >= Duration::from_secs(60) {
            (self.minute, self.minute_used) = (Instant::now(), 0);
        }
    }

    const fn left(&self) -> Left {
        Left {
            day_limit: self.day_limit,
            day_left: self.day_limit - self.day_used,
            minute_limit: self.minute_limit,
            minute_left: self.minute_limit - self.minute_used,
        }
    }
}
