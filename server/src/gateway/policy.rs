//! For how long an answer is good, and for what after that.

use chrono::TimeDelta;

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// The ages of an answer: good, given while a new one is fetched, given only where fetching fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Up to this age it is given as it is.
    pub fresh: TimeDelta,
    /// Up to this age it is given at once, and a new one is fetched meanwhile.
    pub revalidate: TimeDelta,
    /// Up to this age it is given where no new one can be had.
    pub on_error: TimeDelta,
    /// Up to this age an answer that says nothing is given as it is: what the upstream does not have,
    /// it does not have for long.
    pub empty: TimeDelta,
    /// It is kept in the database, for after a restart.
    pub keep: bool,
}

impl Policy {
    /// Good for so many seconds, given meanwhile for as long again, and for a day on error.
    pub fn seconds(fresh: i64) -> Self {
        Self {
            fresh: TimeDelta::seconds(fresh),
            revalidate: TimeDelta::seconds(fresh * 2),
            on_error: TimeDelta::seconds((fresh * 20).clamp(60, 86_400)),
            // Lists of what is played fill from one moment to the next; what is renewed by the hour
            // or by the day does not.
            empty: TimeDelta::seconds(if fresh < HOUR { fresh } else { fresh.max(DAY) }),
            keep: false,
        }
    }

    /// The same, kept over a restart and given on error however old: its age is told.
    pub fn kept(fresh: i64) -> Self {
        Self {
            revalidate: TimeDelta::days(365),
            on_error: TimeDelta::days(3_650),
            keep: true,
            ..Self::seconds(fresh)
        }
    }

    /// Never given twice, save where fetching fails.
    pub fn uncached(self) -> Self {
        let zero = TimeDelta::zero();
        Self { fresh: zero, revalidate: zero, empty: zero, ..self }
    }
}
