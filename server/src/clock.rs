//! The service's clock: real time, or time that starts at a given instant.

use chrono::{SubsecRound, TimeDelta, Utc};
use entity::model::Instant;

/// Tells the time to every part of the service, in whole milliseconds.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's own.
    Real,
    /// Read `from` at `started` and has gone `speed` times as fast as real time since.
    Shifted {
        /// When it was set.
        started: std::time::Instant,
        /// What it was set to.
        from: Instant,
        /// Its seconds in one real second.
        speed: f64,
    },
}

impl Clock {
    /// A clock that reads `from` now and goes on at the pace of real time.
    pub fn starting_at(from: Instant) -> Self {
        Self::with_speed(from, 1.0)
    }

    /// A clock that reads `from` now and goes `speed` times as fast as real time.
    pub fn with_speed(from: Instant, speed: f64) -> Self {
        Self::Shifted { started: std::time::Instant::now(), from, speed }
    }

    /// What it reads now.
    pub fn now(&self) -> Instant {
        match self {
            Self::Real => Utc::now(),
            Self::Shifted { started, from, speed } => {
                let passed = started.elapsed().as_secs_f64() * speed * 1_000.0;
                #[expect(clippy::cast_possible_truncation, reason = "milliseconds of one process")]
                let passed = TimeDelta::milliseconds(passed as i64);
                *from + passed
            }
        }
        .trunc_subsecs(3)
    }
}
