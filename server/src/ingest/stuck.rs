//! Matches that are said to be in play and of which nothing has moved for a day.
//!
//! The upstream never ends some matches: one that was suspended and given up, one whose reporter went
//! home, one that vanished from every list. They stop being live here and say so, and are live again
//! as soon as something of them moves.

use super::{IngestError, pipeline::Ingest};
use chrono::TimeDelta;
use entity::model::{Change, Instant, Match, ObservedMatch, Phase, Sport};
use upstream::adapter::Particulars;

/// So long nothing may move.
const DAY: TimeDelta = TimeDelta::days(1);
/// What is said of such a match.
const LABEL: &str = "No end was told";

/// Take an observation that says nothing new of a match that stands still for what it is.
pub(super) fn let_go(old: &Match, observation: &mut ObservedMatch, now: Instant) {
    let known_to_be = old.status.phase == Phase::Unknown && old.status.label == LABEL;
    let stands_still = old.status.phase.in_play() && now - old.updated_at >= DAY;
    if observation.status.phase.in_play()
        && (known_to_be || stands_still)
        && !moved(old, observation)
    {
        observation.status.phase = Phase::Unknown;
        LABEL.clone_into(&mut observation.status.label);
        observation.status.clock = None;
    }
}

/// Whether an observation tells of play since.
fn moved(old: &Match, new: &ObservedMatch) -> bool {
    let at = |status: &entity::model::Status| (status.code.clone(), status.elapsed, status.extra);
    let scores = new.competitors.iter().map(|competitor| competitor.score);
    at(&old.status) != at(&new.status) || !scores.eq(old.scores())
}

impl Ingest {
    /// Let go of the matches of a sport that no answer names any more.
    pub async fn let_go(&self, sport: Sport) -> Result<Vec<(Sport, Change)>, IngestError> {
        let now = self.clock.now();
        let stuck = |m: &Match| {
            m.sport == sport
                && m.status.phase.in_play()
                && now - m.updated_at >= DAY
                && now - m.as_of >= DAY
        };
        let mut changes = Vec::new();
        for entry in self.match_cache.select(stuck) {
            let taken = self.take_particulars(sport, &entry.doc().id, Particulars::default());
            changes.extend(taken.await?.changes);
        }
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::merge;
    use entity::model::{
        Competitor, LeagueId, LeagueSlug, MatchId, ObservedLeague, Role, Seq, Status,
    };

    fn observation(phase: Phase, code: &str, home: i64) -> ObservedMatch {
        let side = |role, score| Competitor {
            role,
            id: format!("{role:?}"),
            name: format!("{role:?}"),
            logo: None,
            score: Some(score),
            winner: None,
        };
        ObservedMatch {
            id: MatchId("7".to_owned()),
            sport: Sport::Hockey,
            league: ObservedLeague {
                id: LeagueId("1".to_owned()),
                name: "League".to_owned(),
                country: None,
                season: None,
                round: None,
                logo: None,
                flag: None,
            },
            starts_at: Instant::UNIX_EPOCH,
            status: Status {
                phase,
                code: code.to_owned(),
                label: "Second period".to_owned(),
                clock: Some("12'".to_owned()),
                elapsed: None,
                extra: None,
            },
            competitors: vec![side(Role::Home, home), side(Role::Away, 0)],
            periods: vec![],
            venue: None,
            referee: None,
            incidents: None,
            statistics: None,
            lineups: None,
        }
    }

    fn known(observation: ObservedMatch) -> Match {
        let at = Instant::UNIX_EPOCH;
        merge::first(observation, LeagueSlug("league".to_owned()), Seq(0), at, at)
    }

    /// The phase after an observation so many hours later.
    fn after(old: &Match, mut new: ObservedMatch, hours: i64) -> Phase {
        let_go(old, &mut new, Instant::UNIX_EPOCH + TimeDelta::hours(hours));
        new.status.phase
    }

    #[test]
    fn a_match_of_which_nothing_moves_for_a_day_is_live_no_longer() {
        let old = known(observation(Phase::Live, "P2", 1));
        assert_eq!(after(&old, observation(Phase::Live, "P2", 1), 23), Phase::Live);
        assert_eq!(after(&old, observation(Phase::Live, "P2", 1), 24), Phase::Unknown);
        assert_eq!(after(&old, observation(Phase::Live, "P2", 2), 24), Phase::Live);
        assert_eq!(after(&old, observation(Phase::Live, "P3", 1), 24), Phase::Live);
        assert_eq!(after(&old, observation(Phase::Finished, "FT", 1), 24), Phase::Finished);
    }

    #[test]
    fn it_stays_so_until_something_moves() {
        let mut given_up = observation(Phase::Suspended, "SUSP", 1);
        let_go(&known(given_up.clone()), &mut given_up, Instant::UNIX_EPOCH + TimeDelta::hours(30));
        assert_eq!((given_up.status.phase, &*given_up.status.label), (Phase::Unknown, LABEL));
        let old = known(given_up);
        assert_eq!(after(&old, observation(Phase::Suspended, "SUSP", 1), 1), Phase::Unknown);
        assert_eq!(after(&old, observation(Phase::Live, "P2", 1), 1), Phase::Live);
    }
}
