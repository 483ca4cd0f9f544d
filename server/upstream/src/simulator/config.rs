//! What a simulator is made from.

use super::Faults;
use chrono::{DateTime, Utc};

/// The settings of a [`Simulator`](super::Simulator).
#[derive(Clone, Debug)]
pub struct SimulatorConfig {
    /// The world and all play follow from it.
    pub seed: u64,
    /// Simulated seconds in a real one.
    pub speed: f64,
    /// What goes wrong on the way.
    pub faults: Faults,
    /// The simulated instant at which the simulator is made.
    pub starts_at: DateTime<Utc>,
    /// Football matches on an ordinary day, about; see [`SimulatorConfig::new`].
    pub matches_per_day: usize,
    /// Calls of each sport answered on one simulated UTC day.
    pub day_limit: u32,
    /// Calls of each sport answered in one real minute.
    pub minute_limit: u32,
    /// Matches of an evening; `None` for the ordinary calendar.
    pub(super) evening: Option<usize>,
}

/// From this many matches a day on, some match somewhere scores in every minute.
pub(super) const HEARTBEAT_FROM: usize = 700;

impl SimulatorConfig {
    /// Football at all hours: about 960 matches a day, some sixty of them in play at any moment,
    /// which is what one goal a minute takes. Speed 1, no faults, the quota of the largest plan.
    ///
    /// With fewer than 700 matches a day goals fall as they may.
    pub fn new(seed: u64, starts_at: DateTime<Utc>) -> Self {
        Self {
            seed,
            speed: 1.0,
            faults: Faults::none(),
            starts_at,
            matches_per_day: 960,
            day_limit: 150_000,
            minute_limit: 1_200,
            evening: None,
        }
    }

    /// One evening of football alone for tests: `n` matches that kick off within 30 minutes of `starts_at` and are over
    /// some three and a half hours later, with every kind of event in them (from 60 matches on).
    ///
    /// No other day has matches, save those put off to the next one. Starts at 18:00 UTC on
    /// 3 October 2026; set `starts_at` for another date (before 20:00, so that it ends on its date).
    pub fn evening(seed: u64, n: usize, speed: f64) -> Self {
        let starts_at = DateTime::from_timestamp(1_791_050_400, 0).unwrap_or_default();
        Self { speed, matches_per_day: n, evening: Some(n), ..Self::new(seed, starts_at) }
    }
}
