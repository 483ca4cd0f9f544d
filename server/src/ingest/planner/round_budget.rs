//! What may be spent in one round, and on what.

use super::PlanInput;
use crate::gateway::Allowance;
use chrono::{Days, NaiveTime, TimeDelta};

/// Seconds between two updates of the vendor's own data. A look at what is in play for each until
/// midnight is kept back, or seven tenths of the day's calls in proportion to what is left of the
/// day, whichever is less.
const VENDOR_UPDATES: i64 = 15;

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Showing what is in play, and closing what ended: for this the rest is kept back.
    Play,
    /// Everything else.
    Rest,
    /// What can be done without: a tenth of the day is left alone for the rest.
    Spare,
}

pub(super) struct RoundBudget {
    day: Option<u32>,
    minute: Option<u32>,
    seconds_left: i64,
    /// Calls that nothing but [`Use::Play`] may spend.
    reserve: u32,
    /// Calls that [`Use::Spare`] leaves alone beside these.
    tenth: u32,
}

impl RoundBudget {
    pub(super) fn of(situation: &PlanInput) -> Self {
        let midnight =
            (situation.now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
        let Allowance { day, day_limit, minute } = situation.allowance;
        let seconds_left = (midnight - situation.now).num_seconds().max(1);
        let limit = day_limit.or(day).unwrap_or(0);
        let share = i64::from(limit) * 7 / 10 * seconds_left / 86_400;
        let reserve = (seconds_left / VENDOR_UPDATES).min(share);
        let reserve = u32::try_from(reserve).unwrap_or(0);
        Self { day, minute, seconds_left, reserve, tenth: limit / 10 }
    }

    /// The time between two looks at what is in play that lasts until midnight; at least `least`.
    pub(super) fn play_pace(&self, least: TimeDelta) -> TimeDelta {
        let Some(day) = self.day else { return least };
        let share = i64::from(day) * 7 / 10;
        let calls = share.max(i64::from(self.reserve)).max(1);
        TimeDelta::milliseconds(self.seconds_left * 1_000 / calls).max(least)
    }

    /// The time between two looks at a day's list that leaves something for the rest.
    pub(super) fn pace(&self, today: bool) -> TimeDelta {
        let Some(day) = self.day else { return TimeDelta::zero() };
        let share = if today { 10 } else { 30 };
        TimeDelta::seconds(self.seconds_left / i64::from((day / share).max(1)))
    }

    /// Take one call out, or say why not.
    pub(super) fn spend(&mut self, of: Use) -> Result<(), String> {
        let (keep, minute) = match of {
            Use::Play => (0, 0),
            Use::Rest => (self.reserve + 1, 1),
            Use::Spare => (self.reserve + 1 + self.tenth, 1),
        };
        if self.day == Some(0) {
            return Err("the day's calls are used up; they come back at 00:00 UTC".to_owned());
        }
        if self.day.is_some_and(|day| day <= keep) {
            return Err("what is left today is kept for live matches".to_owned());
        }
        // One call a minute stays back for what is in play.
        if self.minute.is_some_and(|left| left <= minute) {
            return Err("this minute's calls are used up".to_owned());
        }
        self.day = self.day.map(|day| day - 1);
        self.minute = self.minute.map(|minute| minute - 1);
        Ok(())
    }
}
