//! What is worth a call now, and why.
//!
//! Pure: a [`PlanInput`] goes in, a [`Plan`] comes out, every call and every call not made with its
//! reason in plain words. The lists that show what is in play come first ([`lists`]), then matches
//! that left them ([`names`]), and nothing else may spend what these will need ([`round_budget`]).

mod lists;
mod names;
mod particulars;
mod round_budget;

pub use names::AFTER_THE_END;

use super::target::PollTarget;
use crate::gateway::Allowance;
use chrono::TimeDelta;
use entity::model::{Instant, MatchId, Phase, Sport};
use round_budget::{RoundBudget, Use};
use std::collections::{BTreeMap, HashMap};
use upstream::sport::{Particular, ask};

/// A match in play that began so long ago is no reason to look any more: nobody told us its end.
const LONGEST: TimeDelta = TimeDelta::hours(24);
/// One that has not begun is looked for from so long before its start to so long after.
const EARLY: TimeDelta = TimeDelta::minutes(2);
const LATE: TimeDelta = TimeDelta::hours(3);

/// One match as the planner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollCandidate {
    pub id: MatchId,
    /// Where it stands, as far as we know.
    pub phase: Phase,
    /// When it begins.
    pub starts_at: Instant,
    /// Whether somebody listens to its own channel.
    pub followed: bool,
    /// Whether its line-ups are known.
    pub lineups: bool,
    /// Whether it is known who takes part.
    pub entrants: bool,
    /// Whether the latest list that should hold it left it out although it is in play.
    pub missing: bool,
    /// When it was last asked for by name.
    pub asked_at: Option<Instant>,
    /// When each of its particulars was last asked for.
    pub told: BTreeMap<Particular, Instant>,
    /// How many questions in a row gave no news of it.
    pub empty_polls: u32,
    /// When we first saw it ended.
    pub ended_at: Option<Instant>,
    /// How many times it has been read since.
    pub reads_since_end: usize,
    /// A question about it is on its way.
    pub in_flight: bool,
}

/// How one feed has fared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PollTargetState {
    /// When it was last asked for; `None` again where that failed.
    pub asked_at: Option<Instant>,
    /// A question is on its way.
    pub in_flight: bool,
    /// Not to be asked for before this instant, and why.
    pub blocked_until: Option<(Instant, String)>,
}

/// All the planner looks at.
#[derive(Clone, Debug)]
pub struct PlanInput {
    /// Whose matches.
    pub sport: Sport,
    /// The time.
    pub now: Instant,
    /// What may be spent.
    pub allowance: Allowance,
    /// The whole sport is barred until then, and why.
    pub blocked_until: Option<(Instant, String)>,
    /// How each feed has fared, by account.
    pub feeds: HashMap<PollTarget, PollTargetState>,
    /// The matches of these days.
    pub matches: Vec<PollCandidate>,
    /// Nothing is known of any league, and they have not been asked for yet.
    pub needs_leagues: bool,
    /// How many matches one call may name here.
    pub names_a_call: usize,
}

/// One call, or one call not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub feed: PollTarget,
    /// Why, as half a sentence: “12 matches are in play”.
    pub why: String,
}

/// What to do now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// To be asked, most important first.
    pub calls: Vec<Decision>,
    /// Not to be asked now.
    pub waits: Vec<Decision>,
}

impl PlanInput {
    /// Decide.
    pub fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        let today = PollTarget::Day(self.now.date_naive());
        if let Some((until, why)) =
            self.blocked_until.as_ref().filter(|(until, _)| *until > self.now)
        {
            let why = format!("{why}; next try at {}", clock(*until));
            let feed = if self.has_live_list() { PollTarget::Live } else { today };
            plan.waits.push(Decision { feed, why });
            return plan;
        }
        let mut budget = RoundBudget::of(self);
        if self.needs_leagues {
            // Slugs go to leagues in order of their numbers, so all are met before any match is.
            let due = Due::Yes("no league is known yet".to_owned());
            self.consider(&mut plan, &mut budget, PollTarget::Leagues, due, Use::Rest);
            return plan;
        }
        self.lists(&mut plan, &mut budget);
        self.names(&mut plan, &mut budget);
        self.particulars(&mut plan, &mut budget);
        plan
    }

    /// Put a wish on the plan if nothing forbids it.
    fn consider(
        &self,
        plan: &mut Plan,
        budget: &mut RoundBudget,
        feed: PollTarget,
        due: Due,
        of: Use,
    ) {
        let state = self.feeds.get(&feed.account());
        let blocked_until = state
            .and_then(|state| state.blocked_until.as_ref())
            .filter(|(until, _)| *until > self.now);
        match due {
            Due::No(why) => plan.waits.push(Decision { feed, why }),
            Due::Yes(_) if feed.is_a_list() && state.is_some_and(|state| state.in_flight) => {
                plan.waits
                    .push(Decision { feed, why: "the last question is still open".to_owned() });
            }
            Due::Yes(why) => {
                if let Some((until, fault)) = blocked_until {
                    let why = format!("{fault}; next try at {}", clock(*until));
                    plan.waits.push(Decision { feed, why });
                    return;
                }
                match budget.spend(of) {
                    Err(why) => plan.waits.push(Decision { feed, why }),
                    Ok(()) => plan.calls.push(Decision { feed, why }),
                }
            }
        }
    }

    fn has_live_list(&self) -> bool {
        ask::live(self.sport).is_some()
    }

    /// In play, and not for ever.
    fn is_lively(&self, m: &PollCandidate) -> bool {
        m.phase.in_play() && self.now - m.starts_at < LONGEST
    }

    /// About to begin.
    fn is_due(&self, m: &PollCandidate) -> bool {
        matches!(m.phase, Phase::Scheduled | Phase::Unknown)
            && m.starts_at <= self.now + EARLY
            && m.starts_at > self.now - LATE
    }
}

enum Due {
    Yes(String),
    No(String),
}

fn clock(at: Instant) -> String {
    at.format("%H:%M:%S UTC").to_string()
}

#[cfg(test)]
mod tests;
