//! The arithmetic of a limit: no clock, no store, whole numbers only.
//!
//! A bucket keeps what is owed rather than what is left. One request owes one window's length;
//! every microsecond pays back `per_window`. All of it is exact, and a plan that changes under a
//! bucket keeps its meaning: what is owed is a number of requests.

use super::Quota;

const DAY: u64 = 86_400_000_000;

/// What one subject has used. Times are microseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// Requests owed, times the window in microseconds.
    owed: u64,
    /// When `owed` was reckoned.
    at: u64,
    /// The UTC day `used` counts, in days since 1970.
    day: u64,
    /// Requests of that day.
    used: u64,
}

/// How a policy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyState {
    /// Requests left.
    pub remaining: u32,
    /// Microseconds until all of the quota is there again.
    pub reset: u64,
    /// Microseconds until one more request is admitted; 0 where it would be now.
    pub wait: u64,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether it may go on. One that may not has used nothing.
    pub admitted: bool,
    /// The policy `minute`, after the request.
    pub minute: PolicyState,
    /// The policy `day`, after the request.
    pub day: Option<PolicyState>,
}

impl Bucket {
    /// Ask for one request at `now`.
    pub fn charge(&mut self, quota: Quota, now: u64) -> Outcome {
        self.advance(quota, now);
        let admitted = self.standing_minute(quota).wait == 0
            && self.standing_day(quota, now).is_none_or(|day| day.wait == 0);
        if admitted {
            self.owed += quota.window_micros();
            self.used += 1;
        }
        self.outcome(quota, now, admitted)
    }

    /// Give one admitted request back at `now`.
    pub fn refund(&mut self, quota: Quota, now: u64) -> Outcome {
        self.advance(quota, now);
        self.owed = self.owed.saturating_sub(quota.window_micros());
        self.used = self.used.saturating_sub(1);
        self.outcome(quota, now, true)
    }

    /// How it stands at `now`, with nothing asked.
    pub fn peek(&mut self, quota: Quota, now: u64) -> Outcome {
        self.advance(quota, now);
        self.outcome(quota, now, true)
    }

    /// Whether it may be forgotten at `now`: nothing is owed and nothing counted.
    pub fn is_idle(&self, quota: Quota, now: u64) -> bool {
        let paid = now.saturating_sub(self.at) >= quota.window_micros();
        paid && (quota.per_day.is_none() || self.day != now / DAY)
    }

    /// How much of the quota is used at `now`, of a thousand.
    pub fn fullness(mut self, quota: Quota, now: u64) -> u64 {
        let outcome = self.peek(quota, now);
        let used = |left: u32, whole: u32| {
            let whole = u64::from(whole.max(1));
            whole.saturating_sub(u64::from(left)) * 1_000 / whole
        };
        let minute = used(outcome.minute.remaining, quota.per_window);
        let day = outcome.day.zip(quota.per_day).map(|(day, whole)| used(day.remaining, whole));
        minute.max(day.unwrap_or(0))
    }

    /// Pay back what time has paid. A clock that was set back pays nothing.
    fn advance(&mut self, quota: Quota, now: u64) {
        let passed = now.saturating_sub(self.at).min(quota.window_micros());
        let full = u64::from(quota.per_window) * quota.window_micros();
        self.owed = self.owed.min(full).saturating_sub(passed * u64::from(quota.per_window));
        self.at = self.at.max(now);
        if now / DAY > self.day {
            (self.day, self.used) = (now / DAY, 0);
        }
    }

    fn outcome(&self, quota: Quota, now: u64, admitted: bool) -> Outcome {
        let minute = self.standing_minute(quota);
        Outcome { admitted, minute, day: self.standing_day(quota, now) }
    }

    fn standing_minute(&self, quota: Quota) -> PolicyState {
        let (q, w) = (u64::from(quota.per_window), quota.window_micros());
        let room = (q * w).saturating_sub(self.owed);
        let per = |debt: u64| if q == 0 { w } else { debt.div_ceil(q) };
        PolicyState {
            remaining: u32::try_from(room / w).unwrap_or(u32::MAX),
            reset: per(self.owed),
            wait: if room >= w { 0 } else { per(w - room) },
        }
    }

    fn standing_day(&self, quota: Quota, now: u64) -> Option<PolicyState> {
        let left = u64::from(quota.per_day?).saturating_sub(self.used);
        let reset = DAY - now % DAY;
        let wait = if left == 0 { reset } else { 0 };
        Some(PolicyState { remaining: u32::try_from(left).unwrap_or(u32::MAX), reset, wait })
    }
}

impl Outcome {
    /// The policies that would not admit one more request, by name.
    pub fn violated(&self) -> Vec<&'static str> {
        let minute = (self.minute.wait > 0).then_some("minute");
        let day = self.day.filter(|day| day.wait > 0).map(|_| "day");
        minute.into_iter().chain(day).collect()
    }

    /// Microseconds until every policy admits one more request.
    pub fn wait(&self) -> u64 {
        self.minute.wait.max(self.day.map_or(0, |day| day.wait))
    }
}
