//! For how long an upstream answer is good, by what it tells and how its matches stand.

use super::{
    Policy,
    endpoint::{Endpoint, Pace},
};
use crate::{config::Cache, store::MatchCache};
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
    match_cache: &MatchCache,
    cache: Cache,
) -> Policy {
    let seconds = match endpoint.pace {
        Pace::Every(seconds) => seconds,
        Pace::Default => i64::from(cache.seconds),
        Pace::Match { in_play } => {
            let phase = named(query).and_then(|id| phase(sport, id, match_cache));
            of_phase(phase, in_play)
        }
        Pace::Matches => matches(sport, query, match_cache),
    };
    let policy = Policy::seconds(seconds);
    if cache.enabled { policy } else { policy.uncached() }
}

/// The one match that a question is about; each interface has a word of its own for it.
fn named(query: &Query) -> Option<&str> {
    ["fixture", "game", "race", "id"].into_iter().find_map(|name| query.param(name))
}

fn phase(sport: Sport, id: &str, match_cache: &MatchCache) -> Option<Phase> {
    Some(match_cache.get(&(sport, MatchId(id.to_owned())))?.doc().status.phase)
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
fn matches(sport: Sport, query: &Query, match_cache: &MatchCache) -> i64 {
    if query.param("live").is_some() {
        return IN_PLAY;
    }
    let named = query.param("id").or_else(|| query.param("ids"));
    if let Some(ids) = named {
        let each = ids.split('-').map(|id| of_phase(phase(sport, id, match_cache), IN_PLAY));
        return each.min().unwrap_or(WAITING);
    }
    let league = query.param("league");
    let lively = !match_cache
        .select(|m| {
            m.sport == sport
                && m.status.phase.in_play()
                && league.is_none_or(|league| m.league.id.0 == league)
        })
        .is_empty();
    if lively { WAITING } else { WAITING * 5 }
}

#[cfg(test)]
#[path = "ttl_tests.rs"]
mod tests;
