//! What the poller remembers of each match beside the match itself.

use super::planner::{AFTER_THE_END, PollCandidate};
use entity::model::{Instant, Match, MatchId};
use std::collections::{BTreeMap, HashMap, HashSet};
use upstream::sport::Particular;

#[derive(Clone, Debug, Default)]
struct PollState {
    missing: bool,
    asked_at: Option<Instant>,
    told: BTreeMap<Particular, Instant>,
    empty_polls: u32,
    ended_at: Option<Instant>,
    reads_since_end: usize,
    in_flight: bool,
}

/// The memory of the poller, by match.
#[derive(Debug, Default)]
pub(super) struct PollStates {
    by_id: HashMap<MatchId, PollState>,
}

impl PollStates {
    /// A match as the planner sees it; notes the moment it is first seen ended.
    pub(super) fn see(&mut self, m: &Match, followed: bool, now: Instant) -> PollCandidate {
        let fresh = !self.by_id.contains_key(&m.id);
        let poll = self.by_id.entry(m.id.clone()).or_default();
        if m.status.phase.in_play() && fresh {
            // In play since before this process: it may have ended meanwhile.
            poll.missing = true;
        }
        if m.status.phase.is_over() {
            poll.missing = false;
            if poll.ended_at.is_none() {
                let ended_at = if fresh { m.updated_at } else { now };
                poll.ended_at = Some(ended_at);
                // What was due before this process began is read once, not once for each time.
                let due = AFTER_THE_END.iter().filter(|wait| ended_at + **wait < now).count();
                poll.reads_since_end = if fresh { due } else { 0 };
            }
        } else {
            poll.ended_at = None;
            poll.reads_since_end = 0;
        }
        PollCandidate {
            id: m.id.clone(),
            phase: m.status.phase,
            starts_at: m.starts_at,
            followed,
            lineups: m.lineups.is_some(),
            entrants: !m.competitors.is_empty(),
            missing: poll.missing,
            asked_at: poll.asked_at,
            told: poll.told.clone(),
            empty_polls: poll.empty_polls,
            ended_at: poll.ended_at,
            reads_since_end: poll.reads_since_end,
            in_flight: poll.in_flight,
        }
    }

    /// A list came and named `listed`; `in_play` is what we hold to be in play and of that list.
    pub(super) fn listed(&mut self, listed: &HashSet<MatchId>, in_play: &[MatchId]) {
        for id in in_play {
            let poll = self.by_id.entry(id.clone()).or_default();
            let missing = !listed.contains(id);
            if !missing {
                poll.empty_polls = 0;
            }
            poll.missing = missing;
        }
    }

    /// A question about these matches is on its way.
    pub(super) fn mark_asked(&mut self, ids: &[MatchId], now: Instant) {
        for id in ids {
            let poll = self.by_id.entry(id.clone()).or_default();
            poll.asked_at = Some(now);
            poll.in_flight = true;
        }
    }

    /// One of its particulars is asked for.
    pub(super) fn told(&mut self, id: &MatchId, particular: Particular, now: Instant) {
        self.by_id.entry(id.clone()).or_default().told.insert(particular, now);
    }

    /// The question about `ids` is settled: `ended` are those it said were over, and `None` stands
    /// for no answer at all.
    pub(super) fn mark_answered(&mut self, ids: &[MatchId], ended: Option<&HashSet<MatchId>>) {
        for id in ids {
            let poll = self.by_id.entry(id.clone()).or_default();
            poll.in_flight = false;
            let Some(ended) = ended else { continue };
            // Also where the answer leaves it out: what is gone from the upstream is not asked for
            // again and again.
            poll.reads_since_end += usize::from(poll.ended_at.is_some());
            if ended.contains(id) {
                poll.empty_polls = 0;
            } else if poll.missing || poll.asked_at.is_some() {
                poll.empty_polls = (poll.empty_polls + 1).min(12);
            }
        }
    }

    /// Forget matches that are no longer in the match cache.
    pub(super) fn keep(&mut self, present: &HashSet<MatchId>) {
        self.by_id.retain(|id, _| present.contains(id));
    }
}
