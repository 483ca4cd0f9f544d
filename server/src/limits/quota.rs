//! What a plan's limits are as numbers the bucket reckons with.

use crate::{config::RateLimit, limits::PlanLimits};

/// The most requests a window may have: beyond it Lua's numbers would lose their last digits.
const MAX_PER_MINUTE: u32 = 2_000_000;

/// One plan's two policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Requests the bucket holds; it fills once a window.
    pub per_window: u32,
    /// Length of the window in seconds.
    pub window: u32,
    /// Requests a UTC day.
    pub per_day: Option<u32>,
}

impl Quota {
    /// The quota of a plan. The settings stand in for the rows `free` and `anonymous` (which has
    /// half) where they differ from what is shipped.
    pub fn of(plan: &PlanLimits, settings: &RateLimit) -> Self {
        let (per_window, window) = match (settings.overrides(), plan.name.as_str()) {
            (true, "free") => (settings.requests, settings.seconds),
            (true, "anonymous") => (settings.requests.div_ceil(2), settings.seconds),
            (true | false, _) => (plan.per_minute, 60),
        };
        Self { per_window: per_window.min(MAX_PER_MINUTE), window, per_day: plan.per_day }
    }

    /// One of `nodes` equal shares, never less than one request.
    pub fn share(self, nodes: u32) -> Self {
        let part = |whole: u32| (whole / nodes.max(1)).max(whole.min(1));
        Self {
            per_window: part(self.per_window),
            window: self.window,
            per_day: self.per_day.map(part),
        }
    }

    /// The window in microseconds.
    pub(super) fn window_micros(self) -> u64 {
        u64::from(self.window) * 1_000_000
    }
}
