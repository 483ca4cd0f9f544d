//! A game of two sides put together, the same way for every sport that has them.

use super::{Skipped, State};
use crate::wire::{Number, Text};
use chrono::{DateTime, TimeDelta, Utc};
use entity::model::{
    Competitor, Instant, MatchId, ObservedLeague, ObservedMatch, Period, Phase, Role, Sport,
    Statistic, Status, Venue,
};

/// A row that still says "not started" this long after its start is out of date: the upstream
/// forgot it.
const FORGOTTEN: TimeDelta = TimeDelta::hours(24);

/// A row that still says it is played this long after its start is out of date as well. Longer, for
/// a halted match may go on the next day.
const ENDLESS: TimeDelta = TimeDelta::hours(48);

/// One side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    pub id: String,
    pub name: String,
    pub logo: Option<String>,
}

/// Which game it is.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub sport: Sport,
    pub id: Option<String>,
    pub starts_at: Option<Instant>,
    pub league: Option<ObservedLeague>,
    pub sides: [Option<Side>; 2],
    pub venue: Option<Venue>,
}

/// How the game goes.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// `None` where the row has no code.
    pub state: Option<State>,
    /// The clock as shown, while it runs.
    pub clock: Option<String>,
    /// The upstream's totals.
    pub totals: [Option<i64>; 2],
    pub periods: Vec<Period>,
    pub statistics: Option<Vec<Statistic>>,
}

impl Head {
    /// The game as an observation, or why it is none.
    pub fn observation(self, course: Course, now: Instant) -> Result<ObservedMatch, Skipped> {
        let Some(id) = self.id else {
            return Err(Skipped { id: None, reason: "the row has no id".to_owned() });
        };
        let skip = |reason: &str| Skipped { id: Some(id.clone()), reason: reason.to_owned() };
        let starts_at = self.starts_at.ok_or_else(|| skip("the row has no time of start"))?;
        let league = self.league.ok_or_else(|| skip("the row has no league id"))?;
        let state = course.state.ok_or_else(|| skip("the row has no status code"))?;
        let [Some(home), Some(away)] = self.sides else {
            return Err(skip("the row has no id for one of its teams"));
        };
        if home.id == away.id {
            return Err(skip("the row has one team on both sides"));
        }
        let counts = state.counts();
        let totals = if counts { course.totals } else { [None, None] };
        let winners = winners(totals);
        let competitor = |role, side: Side, place: usize| Competitor {
            role,
            id: side.id,
            name: side.name,
            logo: side.logo,
            score: totals[place],
            winner: winners[place],
        };
        let competitors = vec![competitor(Role::Home, home, 0), competitor(Role::Away, away, 1)];
        Ok(ObservedMatch {
            id: MatchId(id),
            sport: self.sport,
            league,
            starts_at,
            status: status(state, course.clock, starts_at, now),
            competitors,
            periods: if counts { course.periods } else { Vec::new() },
            venue: self.venue,
            referee: None,
            incidents: None,
            statistics: course.statistics.filter(|_| counts),
            lineups: None,
        })
    }
}

/// Who leads or has won; nobody where it is level or a score is missing.
fn winners(totals: [Option<i64>; 2]) -> [Option<bool>; 2] {
    match totals {
        [Some(home), Some(away)] if home != away => [Some(home > away), Some(away > home)],
        _ => [None, None],
    }
}

/// The status, unless it is so long after the start that nobody can believe it.
///
/// No minutes are counted: these sports count within a part or backwards, and the clock says so.
pub(crate) fn status(
    state: State,
    clock: Option<String>,
    starts_at: Instant,
    now: Instant,
) -> Status {
    let age = now - starts_at;
    let believed = match state.phase {
        Phase::Scheduled => age <= FORGOTTEN,
        Phase::Live | Phase::Break => age <= ENDLESS,
        Phase::Suspended
        | Phase::Finished
        | Phase::Postponed
        | Phase::Cancelled
        | Phase::Abandoned
        | Phase::Awarded
        | Phase::Unknown => true,
    };
    let State { code, phase, label } = state;
    if !believed {
        let label = "No result reported".to_owned();
        return Status {
            phase: Phase::Unknown,
            code,
            label,
            clock: None,
            elapsed: None,
            extra: None,
        };
    }
    let clock = clock.filter(|_| phase == Phase::Live);
    Status { phase, code, label, clock, elapsed: None, extra: None }
}

/// `timestamp` never depends on the time zone asked for; `date` carries it as an offset.
pub(crate) fn starts_at(timestamp: Number, date: &Text<'_>) -> Option<Instant> {
    let told = timestamp.get().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    told.or_else(|| {
        let date = DateTime::parse_from_rfc3339(date.get()?).ok()?;
        Some(date.with_timezone(&Utc))
    })
}

/// A timer of whole minutes as a clock that counts up; one with seconds stands as it is.
pub(crate) fn minutes(timer: &str) -> String {
    let whole = timer.bytes().all(|byte| byte.is_ascii_digit());
    if whole { format!("{timer}'") } else { timer.to_owned() }
}

/// A timer that counts down.
pub(crate) fn left(timer: &str) -> String {
    let whole = timer.bytes().all(|byte| byte.is_ascii_digit());
    if whole { format!("{timer} min left") } else { format!("{timer} left") }
}
