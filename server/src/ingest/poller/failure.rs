//! What a failure means for the next calls.

use super::{PROBE, Poller};
use crate::ingest::{PollError, target::PollTarget};
use chrono::{Days, NaiveTime, TimeDelta};
use entity::model::Instant;
use upstream::client::{ErrorClass, Failure};

/// Tries at the leagues before matches are read without them.
pub(super) const MAX_ATTEMPTS: u32 = 3;
/// How long a key the upstream refuses is left alone.
const KEY_PAUSE: TimeDelta = TimeDelta::minutes(15);
/// How long a query the plan does not cover is left alone.
const QUERY_PAUSE: TimeDelta = TimeDelta::hours(6);
/// How long an answer that could not be read or stored is not asked for again.
const UNREAD_PAUSE: TimeDelta = TimeDelta::seconds(15);
/// Pauses after going too fast, by how often in a row; the last lets the minute roll over.
const BACK_OFF: [i64; 4] = [2, 4, 8, 15];

impl Poller {
    /// What a failure means for the next calls. What failed counts as never asked, so that it is
    /// asked again as soon as its pause is over.
    pub(super) fn back_off(&mut self, feed: &PollTarget, failure: &Failure, now: Instant) {
        let why = failure.error.to_string();
        self.forget(feed);
        match failure.error.class() {
            ErrorClass::PermanentForKey => self.blocked_until = Some((now + KEY_PAUSE, why)),
            ErrorClass::UntilMidnight => {
                let midnight = (now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
                self.blocked_until = Some((midnight.min(now + PROBE), why));
            }
            ErrorClass::BackOff => {
                let seconds = BACK_OFF[self.too_fast.min(BACK_OFF.len() - 1)];
                self.too_fast += 1;
                self.blocked_until = Some((now + TimeDelta::seconds(seconds), why));
            }
            ErrorClass::PermanentForQuery => self.refused(feed, why, now),
            ErrorClass::Retry => {
                let faults = self.faults.entry(feed.account()).or_default();
                *faults += 1;
                let longest = (1_000_u64 << (*faults).min(6)).min(60_000);
                let pause = rand::random_range(longest / 2..=longest);
                let pause = TimeDelta::milliseconds(i64::try_from(pause).unwrap_or(60_000));
                self.pause(feed, now + pause, why);
            }
        }
    }

    /// The answer was good and could not be read or stored.
    pub(super) fn unread(&mut self, feed: &PollTarget, fault: &PollError, now: Instant) {
        self.forget(feed);
        self.pause(feed, now + UNREAD_PAUSE, fault.to_string());
    }

    /// The upstream does not take this question.
    fn refused(&mut self, feed: &PollTarget, why: String, now: Instant) {
        match feed {
            // A plan may take one name where it does not take several: from here on one at a time.
            PollTarget::Matches(ids) if ids.len() > 1 => {
                tracing::warn!(sport = %self.sport, why, "matches are asked for one by one from here on");
                self.names_a_call = 1;
            }
            // It is about this one match; the others are asked for all the same.
            PollTarget::Matches(ids) => {
                self.polls.mark_answered(ids, Some(&std::collections::HashSet::new()));
            }
            PollTarget::Leagues
            | PollTarget::Live
            | PollTarget::Day(_)
            | PollTarget::Particular(..) => {
                self.pause(feed, now + QUERY_PAUSE, why);
            }
        }
    }

    fn forget(&mut self, feed: &PollTarget) {
        self.feeds.entry(feed.account()).or_default().asked_at = None;
    }

    fn pause(&mut self, feed: &PollTarget, until: Instant, why: String) {
        self.feeds.entry(feed.account()).or_default().blocked_until = Some((until, why));
    }
}
