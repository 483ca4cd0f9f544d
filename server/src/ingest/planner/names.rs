//! Matches that are asked for by name.
//!
//! Football tells everything of twenty matches in one call, so theirs is where line-ups and late
//! corrections come from. In other sports a call names one match and says no more than its list, so
//! only what left the list is asked for.

use super::{Due, LONGEST, Plan, PlanInput, PollCandidate, PollTarget, RoundBudget, Use};
use chrono::TimeDelta;
use entity::model::Phase;
use upstream::sport::ask;

/// When an ended match is read again for late corrections, counted from its end.
pub const AFTER_THE_END: [TimeDelta; 5] = [
    TimeDelta::seconds(10),
    TimeDelta::seconds(60),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(3),
];
/// How often a match in play is read by name; the vendor's statistics move once a minute.
const IN_PLAY_EVERY: TimeDelta = TimeDelta::seconds(60);
/// Most calls in one round: what is missing at a start is read a little at a time.
const CALLS_A_ROUND: usize = 3;
/// Line-ups come 20 to 40 minutes before kick-off.
const LINEUPS_BEFORE: TimeDelta = TimeDelta::minutes(40);
const LINEUPS_EVERY: TimeDelta = TimeDelta::minutes(10);
/// A match this long past its kick-off and still not begun is asked for by name.
const OVERDUE_AFTER: TimeDelta = TimeDelta::minutes(3);
/// Pauses between two questions about a match that gives no news.
const SHORTEST_PAUSE: TimeDelta = TimeDelta::seconds(3);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);
/// The pause after a question that came to nothing.
const PAUSE: TimeDelta = TimeDelta::seconds(10);

/// How badly a match is needed, most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// It left its list and may have ended.
    Closing,
    /// It ended and may still be corrected.
    Ended,
    /// Somebody follows it.
    Followed,
    /// It should have begun.
    Overdue,
    InPlay,
    /// It begins soon.
    Soon,
}

impl PlanInput {
    /// Matches to be asked for by name, in order of need.
    pub(super) fn names(&self, plan: &mut Plan, budget: &mut RoundBudget) {
        let mut wanted: Vec<(Need, &PollCandidate, &'static str)> = self
            .matches
            .iter()
            .filter_map(|m| self.need(m).map(|(need, why)| (need, m, why)))
            .collect();
        wanted.sort_by(|a, b| (a.0, a.1.asked_at, &a.1.id).cmp(&(b.0, b.1.asked_at, &b.1.id)));
        for batch in wanted.chunks(self.names_a_call.max(1)).take(CALLS_A_ROUND) {
            let feed = PollTarget::Matches(batch.iter().map(|(_, m, _)| m.id.clone()).collect());
            let mut reasons: Vec<&str> = batch.iter().map(|(_, _, why)| *why).collect();
            reasons.dedup();
            let closing = batch.iter().any(|(need, ..)| *need == Need::Closing);
            let of = if closing { Use::Play } else { Use::Rest };
            self.consider(plan, budget, feed, Due::Yes(reasons.join(", ")), of);
        }
    }

    /// How badly a match is needed, and why.
    fn need(&self, m: &PollCandidate) -> Option<(Need, &'static str)> {
        if m.in_flight {
            return None;
        }
        let since = m.asked_at.map(|asked| self.now - asked);
        let rested = |pause: TimeDelta| since.is_none_or(|since| since >= pause);
        let patience = |base: TimeDelta| (base * (1 << m.empty_polls.min(12))).min(LONGEST_PAUSE);
        if m.phase.in_play() && m.missing {
            let due = rested(patience(SHORTEST_PAUSE)) && self.now - m.starts_at < LONGEST * 2;
            return due.then_some((Need::Closing, "left the live list"));
        }
        if ask::matches_a_call(self.sport) == 1 {
            return None;
        }
        if let Some(ended) = m.ended_at {
            let due =
                AFTER_THE_END.get(m.reads_since_end).is_some_and(|wait| self.now - ended >= *wait);
            return (due && rested(PAUSE))
                .then_some((Need::Ended, "ended and may still be corrected"));
        }
        if m.phase.in_play() {
            let need = if m.followed { Need::Followed } else { Need::InPlay };
            return (rested(IN_PLAY_EVERY) && self.is_lively(m))
                .then_some((need, "in play: statistics and line-ups"));
        }
        let overdue = self.now - m.starts_at;
        let waiting = matches!(m.phase, Phase::Scheduled | Phase::Unknown);
        if waiting && overdue > OVERDUE_AFTER && overdue < TimeDelta::hours(48) {
            return rested(patience(TimeDelta::minutes(5)))
                .then_some((Need::Overdue, "past kick-off and not begun"));
        }
        let soon = waiting && overdue > -LINEUPS_BEFORE && !m.lineups;
        (soon && rested(LINEUPS_EVERY)).then_some((Need::Soon, "begins soon: line-ups"))
    }
}
