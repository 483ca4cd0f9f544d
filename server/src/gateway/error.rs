//! Why there is no answer, and when asking again may help.

use super::{BudgetExhausted, leaderboard::Unavailable};
use chrono::{Days, NaiveTime, TimeDelta};
use entity::model::{Instant, Sport};
use std::time::Duration;
use upstream::{
    adapter::AdapterError,
    client::{ErrorClass, Failure, UpstreamError},
};

/// One question to an upstream has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// It was asked and failed; what is left of the allowance may be told all the same.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// It was not asked.
    #[error(transparent)]
    NotAsked(#[from] FetchError),
}

/// No answer can be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The upstream was asked and failed.
    #[error("{0}")]
    Upstream(UpstreamError),
    /// The upstream was not asked.
    #[error("{0}")]
    BudgetExhausted(BudgetExhausted),
    /// Whoever asks has used up the calls that their questions may cost; for so long.
    #[error("the calls that your questions may cost are used up")]
    Spent(Duration),
    /// The sport has no upstream here.
    #[error("{} is not followed here", .0.name())]
    NotFollowed(Sport),
    /// The answer is larger than we pass on.
    #[error("the upstream's answer is larger than {0} bytes")]
    TooLarge(usize),
    /// The fetch came to no end of its own.
    #[error("the fetch was cut off")]
    Cancelled,
}

/// What the upstream tells of a league cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no answer.
    #[error(transparent)]
    Fault(#[from] FetchError),
    /// There is one, and it cannot be put into our words.
    #[error(transparent)]
    Decode(#[from] AdapterError),
    /// The rankings made of it are out of reach.
    #[error(transparent)]
    Rankings(#[from] Unavailable),
}

impl FetchError {
    /// How long the same question is not asked again, and whether the whole sport rests.
    pub fn rest(&self, now: Instant) -> (TimeDelta, bool) {
        match self {
            FetchError::Upstream(error) => match error.class() {
                ErrorClass::PermanentForKey => (TimeDelta::seconds(60), true),
                ErrorClass::PermanentForQuery => (TimeDelta::minutes(5), false),
                ErrorClass::UntilMidnight => {
                    let midnight =
                        (now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
                    ((midnight - now).min(TimeDelta::minutes(5)), true)
                }
                ErrorClass::BackOff => (TimeDelta::seconds(5), true),
                ErrorClass::Retry => (TimeDelta::seconds(2), false),
            },
            FetchError::TooLarge(_) => (TimeDelta::minutes(5), false),
            FetchError::Cancelled => (TimeDelta::seconds(1), false),
            // It is of one asker: another one may have more.
            FetchError::BudgetExhausted(_) | FetchError::Spent(_) | FetchError::NotFollowed(_) => {
                (TimeDelta::zero(), false)
            }
        }
    }
}
