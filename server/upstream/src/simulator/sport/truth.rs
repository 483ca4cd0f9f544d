//! What really stands in the sports beside football.

use super::league::Team;
use super::play::State;
use super::rules::{self, Part, Rules};
use super::store::Sports;
use super::told::Told;
use super::{formula1, mma};
use crate::simulator::engine::Simulator;
use crate::simulator::fate::DAY;
use crate::simulator::zone;
use chrono::{DateTime, Utc};
use entity::model::{Phase, Sport};

/// A match, bout or session as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchTruth {
    /// The upstream's number.
    pub id: u64,
    /// The start as now set.
    pub starts_at: DateTime<Utc>,
    /// What is going on.
    pub phase: Phase,
    /// The vendor's code, or its word where the sport has no codes.
    pub code: String,
    /// Numbers and names: home and away, both fighters, the drivers in their order.
    pub sides: Vec<(u64, String)>,
    /// The score, home and away.
    pub totals: Option<[u32; 2]>,
    /// The parts that have begun, named as the adapters name them.
    pub parts: Vec<(String, [Option<u32>; 2])>,
    /// Which of the sides leads or has won.
    pub winner: Option<usize>,
}

impl Simulator {
    /// Every match of a sport that is set for yesterday, today or tomorrow, as it stands now.
    ///
    /// Football is told by [`truth`](Self::truth). This is what the wire shows without faults at
    /// the same instant.
    pub fn matches(&self, sport: Sport) -> Vec<MatchTruth> {
        self.matches_at(sport, self.now())
    }

    /// The same at another instant.
    pub fn matches_at(&self, sport: Sport, instant: DateTime<Utc>) -> Vec<MatchTruth> {
        let now = instant.timestamp_millis();
        let today = now.div_euclid(DAY) * DAY;
        matches(&self.inner.sports, sport, today - DAY, today + 2 * DAY, now)
    }
}

/// The matches set between two instants, as they stand at `now`.
fn matches(sports: &Sports, sport: Sport, from: i64, to: i64, now: i64) -> Vec<MatchTruth> {
    if sports.closed {
        return Vec::new();
    }
    match (sport, rules::rules(sport)) {
        (_, Some(rules)) => {
            let found = sports.between(sport, from, to, now);
            let told = found.iter().map(|found| Told::new(sports, found, zone::UTC, now));
            told.map(|it| of_two(rules, &it)).collect()
        }
        (Sport::Mma, None) => mma::truths(sports.seed, from, to, now),
        (Sport::Formula1, None) => {
            let sessions = formula1::sessions_between(sports.seed, from, to);
            sessions.iter().map(|session| of_session(sports.seed, session, now)).collect()
        }
        (_, None) => Vec::new(),
    }
}

fn of_two(rules: &dyn Rules, it: &Told<'_>) -> MatchTruth {
    let (code, _) = it.code(rules);
    let phase = match it.view.state {
        State::NotStarted => Phase::Scheduled,
        State::Postponed => Phase::Postponed,
        State::Cancelled => Phase::Cancelled,
        State::Walkover | State::Awarded => Phase::Awarded,
        State::Play(_) => Phase::Live,
        // Some feeds go on showing the part before.
        State::Break(_) if matches!(code.as_bytes(), [b'S' | b'Q', b'1'..=b'9']) => Phase::Live,
        State::Break(_) => Phase::Break,
        State::Halted(_) => Phase::Suspended,
        State::Abandoned(_) => Phase::Abandoned,
        State::Ended(_) => Phase::Finished,
    };
    let totals = it.totals(rules);
    let winner = totals.filter(|[home, away]| home != away);
    let side = |place: usize| {
        let team: &Team = &it.world.teams[place];
        (u64::from(team.id), team.name.clone())
    };
    let parts: Vec<Part> = rules.parts(&it.view);
    MatchTruth {
        id: it.game.id,
        starts_at: DateTime::from_timestamp_millis(it.view.starts_at).unwrap_or_default(),
        phase,
        code,
        sides: it.game.sides.map(side).to_vec(),
        totals,
        parts,
        winner: winner.map(|[home, away]| usize::from(away > home)),
    }
}

fn of_session(seed: u64, session: &formula1::Session, now: i64) -> MatchTruth {
    let word = formula1::state(seed, session, now);
    let phase = match word {
        formula1::SCHEDULED => Phase::Scheduled,
        formula1::CANCELLED => Phase::Cancelled,
        formula1::LIVE => Phase::Live,
        _ => Phase::Finished,
    };
    let sides = formula1::order(seed, session, now);
    let raced = matches!(session.kind, formula1::Kind::Race | formula1::Kind::Sprint);
    MatchTruth {
        id: session.id,
        starts_at: DateTime::from_timestamp_millis(session.starts_at).unwrap_or_default(),
        phase,
        code: word.to_owned(),
        winner: (raced && !sides.is_empty()).then_some(0),
        sides,
        totals: None,
        parts: Vec::new(),
    }
}
