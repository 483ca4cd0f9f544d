//! Second thoughts: what would take a match back is believed when it is said twice or explained.
//!
//! Answers can be old: a proxy held the request, a cache gave an earlier body, one list lags behind
//! another. A match that seems to go back (from the second half to the first, from 2-1 to 1-1 with
//! no word of a review) is therefore left as it is until a later answer says the same.

use entity::model::{Incident, IncidentKind, Match, MatchId, Period, Phase};
use std::collections::HashMap;

/// What a period that is the shoot-out is called.
const SHOOTOUT: [&str; 2] = ["PEN", "SO"];

/// What to do with a new state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterDecision {
    /// Take it.
    Accept,
    /// Leave the match as it is and wait for the next answer.
    Defer,
}

/// Remembers which matches have been said to go back, once, and to what.
#[derive(Debug, Default)]
pub struct RegressionFilter {
    doubted: HashMap<MatchId, Box<Match>>,
}

impl RegressionFilter {
    /// Judge `new`, which a later answer than the last gives for `old`.
    pub fn check(&mut self, old: &Match, new: &Match) -> FilterDecision {
        let said = self.doubted.remove(&new.id);
        if !goes_back(old, new) {
            return FilterDecision::Accept;
        }
        if said.is_some_and(|said| says_the_same(&said, new)) {
            return FilterDecision::Accept;
        }
        self.doubted.insert(new.id.clone(), Box::new(new.clone()));
        FilterDecision::Defer
    }

    /// An answer agreed with what is known: forget any doubt.
    pub fn confirmed(&mut self, id: &MatchId) {
        self.doubted.remove(id);
    }
}

/// Whether `new` says again what `said` did, or how it went on from there.
fn says_the_same(said: &Match, new: &Match) -> bool {
    said.status.code == new.status.code && !goes_back(said, new)
}

fn goes_back(old: &Match, new: &Match) -> bool {
    earlier(old, new)
        || kicks_fell(old, new)
        || (score_fell(old, new) && !review_explains(old, new))
}

/// Whether `new` stands earlier in the course of the match.
fn earlier(old: &Match, new: &Match) -> bool {
    let (before, after) = (stage(old.status.phase), stage(new.status.phase));
    let in_play = before == 1 && after == 1;
    after < before
        || in_play && (finished_periods(new) < finished_periods(old) || clock_fell(old, new))
}

/// Within one minute stoppage time tells, where both answers name it.
fn clock_fell(old: &Match, new: &Match) -> bool {
    let (before, after) = (&old.status, &new.status);
    let stoppage = before.extra.zip(after.extra);
    after.elapsed < before.elapsed
        || after.elapsed == before.elapsed && stoppage.is_some_and(|(old, new)| new < old)
}

fn finished_periods(m: &Match) -> usize {
    m.periods.iter().filter(|period| !is_shootout(period)).count()
}

const fn stage(phase: Phase) -> u8 {
    match phase {
        Phase::Scheduled | Phase::Postponed | Phase::Unknown => 0,
        Phase::Live | Phase::Break | Phase::Suspended => 1,
        Phase::Finished | Phase::Cancelled | Phase::Abandoned | Phase::Awarded => 2,
    }
}

fn score_fell(old: &Match, new: &Match) -> bool {
    new.competitors.iter().any(|after| {
        let before = old.same_side(after).and_then(|before| before.score);
        matches!((before, after.score), (Some(before), Some(after)) if after < before)
    })
}

/// The shoot-out's tally, which is no part of the score.
fn kicks_fell(old: &Match, new: &Match) -> bool {
    let (Some(before), Some(after)) = (kicks(old), kicks(new)) else { return false };
    before.scores.iter().zip(&after.scores).any(|(before, after)| after < before)
}

fn kicks(m: &Match) -> Option<&Period> {
    m.periods.iter().find(|period| is_shootout(period))
}

fn is_shootout(period: &Period) -> bool {
    SHOOTOUT.contains(&period.name.as_str())
}

/// The new list has a review the old had not.
fn review_explains(old: &Match, new: &Match) -> bool {
    let known = |i: &Incident| old.incidents.iter().any(|before| before.id == i.id);
    new.incidents.iter().any(|i| i.kind == IncidentKind::Var && !known(i))
}

#[cfg(test)]
#[path = "regression_tests.rs"]
mod tests;
