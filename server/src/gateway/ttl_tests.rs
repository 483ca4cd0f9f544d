use super::*;
use crate::gateway::endpoint::FOOTBALL;
use chrono::TimeDelta;
use entity::model::{
    Competitor, Freshness, League, LeagueId, LeagueSlug, Match, Role, Seq, Status,
};
use std::sync::Arc;

const CACHE: Cache = Cache { enabled: true, seconds: 3_600 };

/// Number 1 of league 4 is in play, number 2 of league 9 is over, and number 3 of it has not begun.
fn match_cache() -> MatchCache {
    let match_cache = MatchCache::default();
    put(&match_cache, "1", "4", Phase::Live);
    put(&match_cache, "2", "9", Phase::Finished);
    put(&match_cache, "3", "9", Phase::Scheduled);
    match_cache
}

fn put(match_cache: &MatchCache, id: &str, league: &str, phase: Phase) {
    let side = |role| Competitor {
        role,
        id: format!("{role:?}"),
        name: format!("{role:?}"),
        logo: None,
        score: None,
        winner: None,
    };
    let league = League {
        id: LeagueId(league.to_owned()),
        slug: LeagueSlug(league.to_owned()),
        name: league.to_owned(),
        country: None,
        season: None,
        round: None,
        logo: None,
        flag: None,
    };
    let word = || phase.as_str().to_owned();
    let now = chrono::DateTime::UNIX_EPOCH;
    match_cache.put(Arc::new(Match {
        id: MatchId(id.to_owned()),
        sport: Sport::Football,
        channel: format!("sports.football.leagues.{}.matches.{id}", league.slug),
        league,
        starts_at: now,
        status: Status {
            phase,
            code: word(),
            label: word(),
            clock: None,
            elapsed: None,
            extra: None,
        },
        competitors: vec![side(Role::Home), side(Role::Away)],
        periods: vec![],
        incidents: vec![],
        statistics: None,
        lineups: None,
        venue: None,
        referee: None,
        version: 1,
        seq: Seq(0),
        updated_at: now,
        as_of: now,
        freshness: Freshness::of(phase, 0),
    }));
}

fn fresh_by(name: &str, text: &str, cache: Cache) -> TimeDelta {
    let endpoint = FOOTBALL.iter().find(|e| e.name == name).expect("is allowed");
    let query = endpoint.query(text).expect("is good");
    policy(Sport::Football, endpoint, &query, &match_cache(), cache).fresh
}

/// Seconds an answer is good.
fn fresh(name: &str, text: &str) -> i64 {
    fresh_by(name, text, CACHE).num_seconds()
}

#[test]
fn the_live_list_is_good_for_seconds_and_a_table_for_an_hour() {
    assert_eq!(fresh("fixtures", "live=all"), 15);
    assert_eq!(fresh("standings", "league=4&season=2024"), 3_600);
    assert_eq!(fresh("odds/live", ""), 5);
}

#[test]
fn a_question_without_a_time_of_its_own_takes_the_setting() {
    let cache = Cache { seconds: 77, ..CACHE };
    let text = "league=1&season=2024&team=3";
    assert_eq!(fresh_by("teams/statistics", text, cache), TimeDelta::seconds(77));
}

#[test]
fn a_cache_switched_off_gives_nothing_twice() {
    let off = Cache { enabled: false, ..CACHE };
    assert_eq!(fresh_by("timezone", "", off), TimeDelta::zero());
    assert_eq!(fresh_by("fixtures", "id=2", off), TimeDelta::zero());
}

#[test]
fn a_match_asked_for_by_its_number_is_good_as_long_as_it_stands_still() {
    for (text, seconds) in [
        ("id=1", 15),
        ("id=2", 3_600),
        ("id=3", 60),
        // Nobody here knows it.
        ("id=99", 300),
    ] {
        assert_eq!(fresh("fixtures", text), seconds, "{text}");
    }
}

#[test]
fn several_matches_are_as_good_as_the_most_lively_of_them() {
    for (text, seconds) in [
        ("ids=1-2", 15),
        ("ids=2-1", 15),
        ("ids=2-3", 60),
        ("ids=2-99", 300),
        ("ids=2", 3_600),
        ("ids=2-3-99-1", 15),
    ] {
        assert_eq!(fresh("fixtures", text), seconds, "{text}");
    }
}

#[test]
fn a_list_moves_while_a_match_of_it_may_be_in_play() {
    for (text, seconds) in [
        ("league=4&season=2024", 60),
        ("league=9&season=2024", 300),
        ("league=77&season=2024", 300),
        ("date=2024-06-22", 60),
    ] {
        assert_eq!(fresh("fixtures", text), seconds, "{text}");
    }
    assert_eq!(fresh("fixtures/headtohead", "h2h=1-2&league=9"), 300);
    assert_eq!(fresh("fixtures/headtohead", "h2h=1-2"), 60);
}

#[test]
fn the_particulars_of_a_match_are_good_by_how_it_stands() {
    for (name, in_play) in [
        ("fixtures/events", 15),
        ("fixtures/statistics", 60),
        ("fixtures/players", 60),
        ("fixtures/lineups", 900),
    ] {
        assert_eq!(fresh(name, "fixture=1"), in_play, "{name} in play");
        assert_eq!(fresh(name, "fixture=2"), 3_600, "{name} when it is over");
        assert_eq!(fresh(name, "fixture=3"), in_play.max(60), "{name} before it");
        assert_eq!(fresh(name, "fixture=99"), 300, "{name} of a stranger");
    }
}
