//! For how long an upstream answer is good, by what it tells and how its matches stand.

use super::endpoint::{Endpoint, Pace};
use crate::{
    config::Cache,
    store::{Board, cache::Policy},
};
use entity::model::{MatchId, Phase, Sport};
use upstream::client::Query;

/// Seconds: in play, soon to begin or unknown, and over.
const IN_PLAY: i64 = 15;
const WAITING: i64 = 60;
const OVER: i64 = 3_600;

/// The policy for one question.
pub fn policy(
    sport: Sport,
    endpoint: &Endpoint,
    query: &Query,
    board: &Board,
    cache: Cache,
) -> Policy {
    let seconds = match endpoint.pace {
        Pace::Every(seconds) => seconds,
        Pace::Default => i64::from(cache.seconds),
        Pace::Match { in_play } => {
            let phase = query.param("fixture").and_then(|id| phase(sport, id, board));
            of_phase(phase, in_play)
        }
        Pace::Matches => matches(sport, query, board),
    };
    let policy = Policy::seconds(seconds);
    if cache.enabled { policy } else { policy.uncached() }
}

fn phase(sport: Sport, id: &str, board: &Board) -> Option<Phase> {
    Some(board.get(&(sport, MatchId(id.to_owned())))?.doc().status.phase)
}

fn of_phase(phase: Option<Phase>, in_play: i64) -> i64 {
    match phase {
        Some(phase) if phase.in_play() => in_play,
        Some(phase) if phase.is_over() => OVER,
        Some(_) => WAITING.max(in_play),
        // Not of these days, as far as we know: it moves no more than a day's list does.
        None => WAITING * 5,
    }
}

/// A list is as good as the most lively match it may hold.
fn matches(sport: Sport, query: &Query, board: &Board) -> i64 {
    if query.param("live").is_some() {
        return IN_PLAY;
    }
    let named = query.param("id").or_else(|| query.param("ids"));
    if let Some(ids) = named {
        let each = ids.split('-').map(|id| of_phase(phase(sport, id, board), IN_PLAY));
        return each.min().unwrap_or(WAITING);
    }
    let league = query.param("league");
    let lively = !board
        .select(|m| {
            m.sport == sport
                && m.status.phase.in_play()
                && league.is_none_or(|league| m.league.id.0 == league)
        })
        .is_empty();
    if lively { WAITING } else { WAITING * 5 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::proxy::endpoint::FOOTBALL;
    use chrono::TimeDelta;

    const CACHE: Cache = Cache { enabled: true, seconds: 3_600 };

    fn fresh(name: &str, text: &str, cache: Cache) -> TimeDelta {
        let endpoint = FOOTBALL.iter().find(|e| e.name == name).expect("is allowed");
        let query = endpoint.query(text).expect("is good");
        policy(Sport::Football, endpoint, &query, &Board::default(), cache).fresh
    }

    #[test]
    fn the_live_list_is_good_for_seconds_and_a_table_for_an_hour() {
        assert_eq!(fresh("fixtures", "live=all", CACHE), TimeDelta::seconds(15));
        assert_eq!(fresh("standings", "league=4&season=2024", CACHE), TimeDelta::hours(1));
        assert_eq!(fresh("odds/live", "", CACHE), TimeDelta::seconds(5));
    }

    #[test]
    fn a_question_without_a_time_of_its_own_takes_the_setting() {
        let cache = Cache { seconds: 77, ..CACHE };
        let text = "league=1&season=2024&team=3";
        assert_eq!(fresh("teams/statistics", text, cache), TimeDelta::seconds(77));
    }

    #[test]
    fn a_cache_switched_off_gives_nothing_twice() {
        let off = Cache { enabled: false, ..CACHE };
        assert_eq!(fresh("timezone", "", off), TimeDelta::zero());
    }

    #[test]
    fn a_match_in_play_is_asked_for_more_often_than_one_that_is_over() {
        assert_eq!(of_phase(Some(Phase::Break), 60), 60);
        assert_eq!(of_phase(Some(Phase::Finished), 15), OVER);
    }
}
