//! The port to plans, and how far a day's quota will last.

#[cfg(feature = "ssr")]
use super::PortError;
use chrono::{Days, TimeDelta, Timelike};
use entity::model::Instant;
use serde::{Deserialize, Serialize};

/// Reads of plans.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Plans: Send + Sync {
    /// The account's plan, what it used of it, and the plans there are.
    async fn page(&self, account: i64) -> Result<PlanPage, PortError>;
}

/// Everything the plan page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPage {
    /// The name of the account's plan.
    pub current: String,
    /// The plans a customer may have, smallest first; the current one is among them.
    pub plans: Vec<PlanRow>,
    /// What the account used.
    pub used: PlanUse,
    /// The service's clock.
    pub as_of: Instant,
}

/// One plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRow {
    /// `free`.
    pub name: String,
    /// Requests a minute.
    pub per_minute: u64,
    /// Requests a UTC day; `None` where the day is not limited.
    pub per_day: Option<u64>,
    /// Sockets open at once.
    pub sockets: u64,
    /// Channels one socket may listen to.
    pub channels: u64,
}

impl PlanRow {
    /// The plan in one line: `60 requests a minute, 1,000 a day, 10 live sockets`.
    pub fn said(&self) -> String {
        let day = self.per_day.map(|day| format!(", {} a day", grouped(day))).unwrap_or_default();
        let sockets = if self.sockets == 1 { "socket" } else { "sockets" };
        let (minute, open) = (grouped(self.per_minute), grouped(self.sockets));
        format!("{minute} requests a minute{day}, {open} live {sockets}")
    }
}

/// What an account used of its plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanUse {
    /// Requests this UTC day.
    pub today: u64,
    /// Requests of the last 60 minutes: the pace.
    pub last_hour: u64,
    /// The most requests within one minute today.
    pub busiest_minute: u64,
    /// Which minute that was.
    pub busiest_at: Option<Instant>,
    /// Sockets open now.
    pub sockets: u64,
}

/// Whether the day's quota will last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// The day is not limited.
    Unlimited,
    /// It is used up.
    Reached {
        /// How long until it starts anew.
        resets_in: TimeDelta,
    },
    /// It lasts, and about so many will be used by the end of the day.
    Lasts {
        /// Requests by midnight UTC.
        by_midnight: u64,
        /// Of how many.
        limit: u64,
    },
    /// It ends before the day does.
    EndsAt(Instant),
}

impl Forecast {
    /// The forecast at `now`, should requests go on as in the last hour.
    pub fn of(used: &PlanUse, per_day: Option<u64>, now: Instant) -> Self {
        let Some(limit) = per_day else { return Self::Unlimited };
        let left_of_day = midnight_after(now) - now;
        let Some(left) = limit.checked_sub(used.today).filter(|left| *left > 0) else {
            return Self::Reached { resets_in: left_of_day };
        };
        let day_ms = u128::try_from(left_of_day.num_milliseconds()).unwrap_or_default();
        let hour_ms = 3_600_000;
        let more = u128::from(used.last_hour) * day_ms / hour_ms;
        if more < u128::from(left) {
            let more = u64::try_from(more).unwrap_or(u64::MAX);
            return Self::Lasts { by_midnight: used.today.saturating_add(more), limit };
        }
        // Here the pace is above nothing, and the wait is shorter than a day.
        let wait = u128::from(left) * hour_ms / u128::from(used.last_hour.max(1));
        Self::EndsAt(now + TimeDelta::milliseconds(i64::try_from(wait).unwrap_or_default()))
    }

    /// The forecast in a sentence.
    pub fn text(self) -> String {
        match self {
            Self::Unlimited => "Your plan does not limit the day.".to_owned(),
            Self::Reached { resets_in } => format!(
                "The day's limit is reached. It starts anew at 00:00 UTC, in {}.",
                length(resets_in)
            ),
            Self::Lasts { by_midnight, limit } => format!(
                "At this pace you will not reach the limit: about {} of {} by midnight UTC.",
                grouped(by_midnight),
                grouped(limit)
            ),
            Self::EndsAt(at) => format!(
                "At this pace you reach the limit at {:02}:{:02} UTC.",
                at.hour(),
                at.minute()
            ),
        }
    }
}

/// The next midnight, UTC.
fn midnight_after(now: Instant) -> Instant {
    let next = now.date_naive().checked_add_days(Days::new(1));
    next.and_then(|day| day.and_hms_opt(0, 0, 0)).map_or(now, |midnight| midnight.and_utc())
}

/// `3 h 12 min`, `12 min`, `less than a minute`.
fn length(time: TimeDelta) -> String {
    match (time.num_hours(), time.num_minutes() % 60) {
        (0, 0) => "less than a minute".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `–`, `< 1 ms`, `12 ms`.
pub fn milliseconds(ms: Option<u32>) -> String {
    match ms {
        None => "–".to_owned(),
        Some(0) => "< 1 ms".to_owned(),
        Some(ms) => format!("{} ms", grouped(ms.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(today: u64, last_hour: u64, per_day: Option<u64>) -> String {
        let now = "2026-05-17T12:20:00Z".parse().expect("an instant");
        Forecast::of(&PlanUse { today, last_hour, ..PlanUse::default() }, per_day, now).text()
    }

    #[test]
    fn a_pace_that_is_too_fast_names_the_time() {
        assert_eq!(told(800, 100, Some(1000)), "At this pace you reach the limit at 14:20 UTC.");
    }

    #[test]
    fn a_pace_that_lasts_names_what_is_used_by_midnight() {
        let text = told(800, 10, Some(1000));
        assert_eq!(
            text,
            "At this pace you will not reach the limit: about 916 of 1,000 by midnight UTC."
        );
        assert!(told(0, 0, Some(1000)).contains("about 0 of 1,000"));
    }

    #[test]
    fn a_used_up_day_names_the_wait() {
        for today in [1000, 1001] {
            let text = told(today, 5, Some(1000));
            assert!(text.ends_with("starts anew at 00:00 UTC, in 11 h 40 min."), "{text}");
        }
    }

    #[test]
    fn a_day_without_a_limit_has_no_forecast() {
        assert_eq!(told(5_000_000, 900_000, None), "Your plan does not limit the day.");
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        assert!(told(u64::MAX - 1, u64::MAX, Some(u64::MAX)).contains("12:20"));
    }

    #[test]
    fn what_is_quicker_than_a_millisecond_is_not_nothing() {
        assert_eq!(milliseconds(None), "–");
        assert_eq!(milliseconds(Some(0)), "< 1 ms");
        assert_eq!(milliseconds(Some(12)), "12 ms");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
