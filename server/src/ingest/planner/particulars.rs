//! What endpoints of their own tell of one match a call: events, statistics, the order of a race.

use super::{Due, Plan, PlanInput, PollCandidate, PollTarget, RoundBudget, Use};
use chrono::TimeDelta;
use entity::model::Phase;
use upstream::sport::{Particular, ask};

/// How often in play, where somebody follows the match and where nobody does.
const FOLLOWED_EVERY: TimeDelta = TimeDelta::seconds(60);
const OTHERS_EVERY: TimeDelta = TimeDelta::minutes(5);
/// When they are read again after the end.
const AFTER_THE_END: [TimeDelta; 2] = [TimeDelta::minutes(1), TimeDelta::hours(1)];
/// Of matches that began longer ago only what nothing is known of is read.
const OLD: TimeDelta = TimeDelta::hours(12);
/// Who starts is told shortly before.
const GRID_BEFORE: TimeDelta = TimeDelta::hours(1);
const GRID_EVERY: TimeDelta = TimeDelta::minutes(10);
/// Most calls in one round: what is missing at a start is read a little at a time.
const CALLS_A_ROUND: usize = 3;

/// How badly one is needed, most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// Somebody follows the match.
    Followed,
    Ended,
    /// It begins soon.
    Soon,
    InPlay,
    /// It ended before we looked, and not even who took part is known.
    Unknown,
}

impl PlanInput {
    pub(super) fn particulars(&self, plan: &mut Plan, budget: &mut RoundBudget) {
        let kinds = ask::particulars(self.sport);
        let each = |m| kinds.iter().filter_map(move |kind| self.worth(m, *kind));
        let mut wanted: Vec<_> = self.matches.iter().flat_map(each).collect();
        wanted.sort_by(|(a, m, one, _), (b, n, other, _)| {
            (a, m.told.get(one), &m.id, one).cmp(&(b, n.told.get(other), &n.id, other))
        });
        for (need, m, kind, why) in wanted.into_iter().take(CALLS_A_ROUND) {
            let of = if need == Need::Followed { Use::Rest } else { Use::Spare };
            let feed = PollTarget::Particular(kind, m.id.clone());
            self.consider(plan, budget, feed, Due::Yes(why.to_owned()), of);
        }
    }

    /// Whether one particular of a match is worth a call, how badly it is needed, and why.
    fn worth<'a>(
        &self,
        m: &'a PollCandidate,
        kind: Particular,
    ) -> Option<(Need, &'a PollCandidate, Particular, &'static str)> {
        let told = m.told.get(&kind).copied();
        let rested = |pause| told.is_none_or(|told| self.now - told >= pause);
        let (due, need, why) = if kind == Particular::Grid {
            let soon = m.phase == Phase::Scheduled
                && m.starts_at - self.now < GRID_BEFORE
                && self.now - m.starts_at < GRID_BEFORE;
            (soon && !m.entrants && rested(GRID_EVERY), Need::Soon, "begins soon: who starts")
        } else if self.is_lively(m) {
            // How it ended is not known before.
            let tells = kind != Particular::Result;
            let (every, need) = if m.followed {
                (FOLLOWED_EVERY, Need::Followed)
            } else {
                (OTHERS_EVERY, Need::InPlay)
            };
            (tells && rested(every), need, "in play")
        } else if let (Phase::Finished, Some(ended)) = (m.phase, m.ended_at) {
            let due = |wait| {
                let at = ended + wait;
                at <= self.now && told.is_none_or(|told| told < at)
            };
            let recent = self.now - m.starts_at < OLD;
            let need = if recent { Need::Ended } else { Need::Unknown };
            (AFTER_THE_END.into_iter().any(due) && (recent || !m.entrants), need, "ended")
        } else {
            return None;
        };
        due.then_some((need, m, kind, why))
    }
}
