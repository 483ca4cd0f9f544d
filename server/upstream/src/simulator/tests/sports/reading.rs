//! Rows and particulars as the adapters read them, against the truth.

use super::*;
use crate::adapter::{Known, Particulars};
use crate::sport::{Particular, ask, read};
use entity::model::{MatchId, ObservedMatch};
use std::collections::{BTreeMap, BTreeSet};

fn observations(
    simulator: &Simulator,
    sport: Sport,
    query: &client::Query,
    at: DateTime<Utc>,
) -> Vec<ObservedMatch> {
    let answer = asked(simulator, sport, query, at);
    let read = read::observations(sport, &answer, at).expect("is a list");
    assert_eq!(read.skipped, [], "{sport} {query} at {at}");
    read.rows
}

/// Panics where an observation says anything but the truth.
fn compare(seen: &ObservedMatch, truth: &MatchTruth, at: DateTime<Utc>) {
    let name = format!("{} {} ({}) at {at}", seen.sport, truth.id, truth.code);
    assert_eq!(seen.status.phase, truth.phase, "{name}");
    assert_eq!(seen.status.code, truth.code, "{name}");
    assert_eq!(seen.starts_at, truth.starts_at, "{name}");
    if seen.sport == Sport::Formula1 {
        return;
    }
    let sides: Vec<(u64, String)> = seen
        .competitors
        .iter()
        .map(|side| (side.id.parse().expect("a number"), side.name.clone()))
        .collect();
    assert_eq!(sides, truth.sides, "{name}");
    let winner = seen.competitors.iter().position(|side| side.winner == Some(true));
    assert_eq!(winner, truth.winner, "{name}");
    let scores: Vec<Option<i64>> = seen.competitors.iter().map(|side| side.score).collect();
    let totals = truth.totals.map_or([None, None], |totals| totals.map(|it| Some(i64::from(it))));
    assert_eq!(scores, totals, "{name}");
    if seen.sport != Sport::Afl {
        assert_eq!(parts(&seen.periods), truth_parts(truth), "{name}");
    }
}

type Parts = Vec<(String, Vec<Option<i64>>)>;

fn parts(periods: &[entity::model::Period]) -> Parts {
    periods.iter().map(|period| (period.name.clone(), period.scores.clone())).collect()
}

fn truth_parts(truth: &MatchTruth) -> Parts {
    let number = |scores: &[Option<u32>; 2]| scores.iter().map(|it| it.map(i64::from)).collect();
    truth.parts.iter().map(|(name, scores)| (name.clone(), number(scores))).collect()
}

#[test]
fn every_list_of_every_sport_is_read_row_for_row_and_says_what_is_true() {
    let simulator = simulator(7);
    for sport in SPORTS {
        let mut rows = 0;
        for at in week(173) {
            let truths: BTreeMap<u64, MatchTruth> =
                simulator.matches_at(sport, at).into_iter().map(|it| (it.id, it)).collect();
            let today = at.date_naive();
            let day = observations(&simulator, sport, &ask::day(sport, today), at);
            let expected: BTreeSet<String> = truths
                .values()
                .filter(|truth| truth.starts_at.date_naive() == today)
                .map(|truth| truth.id.to_string())
                .collect();
            let ids: BTreeSet<String> = day.iter().map(|seen| seen.id.0.clone()).collect();
            assert_eq!(ids, expected, "{sport} at {at}");
            let mut seen = day;
            if let Some(live) = ask::live(sport) {
                let live = observations(&simulator, sport, &live, at);
                let on = truths.values().filter(|truth| {
                    matches!(truth.phase, Phase::Live | Phase::Break | Phase::Suspended)
                });
                assert_eq!(live.len(), on.count(), "{sport} at {at}");
                seen.extend(live);
            }
            rows += seen.len();
            for seen in &seen {
                compare(seen, &truths[&seen.id.0.parse().expect("a number")], at);
            }
        }
        assert!(rows > 0, "{sport} has no matches in a week");
    }
}

#[test]
fn a_match_asked_by_its_number_is_the_row_of_the_list() {
    let simulator = simulator(7);
    let at = monday() + Duration::hours(5 * 24 + 19);
    for sport in SPORTS {
        let truths = simulator.matches_at(sport, at);
        let truth = truths.iter().find(|truth| is_on(truth)).or(truths.first());
        let truth = truth.unwrap_or_else(|| panic!("{sport} has no match on a Saturday"));
        let id = MatchId(truth.id.to_string());
        let query = ask::matches(sport, &[id]).expect("one can be asked for");
        let seen = observations(&simulator, sport, &query, at);
        assert_eq!(seen.len(), 1, "{sport} {query}");
        compare(&seen[0], truth, at);
    }
}

/// What one of its endpoints tells of a match that was seen.
fn particulars(
    simulator: &Simulator,
    particular: Particular,
    seen: &ObservedMatch,
    at: DateTime<Utc>,
) -> Particulars {
    let query = ask::particular(seen.sport, particular, &seen.id).expect("has the endpoint");
    let answer = asked(simulator, seen.sport, &query, at);
    let known = Known::of_observation(seen);
    read::particulars(seen.sport, particular, &answer, &known).expect("is a list")
}

#[test]
fn what_is_told_of_one_match_agrees_with_its_score() {
    let simulator = simulator(7);
    for sport in SPORTS {
        let mut told: BTreeMap<Particular, usize> = BTreeMap::new();
        for at in week(1_117) {
            let day = ask::day(sport, at.date_naive());
            let truths = simulator.matches_at(sport, at);
            for seen in observations(&simulator, sport, &day, at).into_iter().take(20) {
                let id: u64 = seen.id.0.parse().expect("a number");
                let truth = truths.iter().find(|truth| truth.id == id).expect("is known");
                for particular in ask::particulars(sport) {
                    let it = particulars(&simulator, *particular, &seen, at);
                    if it != Particulars::default() {
                        *told.entry(*particular).or_default() += 1;
                    }
                    agree(*particular, &it, truth, at);
                }
            }
        }
        for particular in ask::particulars(sport) {
            assert!(told.contains_key(particular), "{sport}: {particular:?} is never told");
        }
    }
}

fn agree(particular: Particular, it: &Particulars, truth: &MatchTruth, at: DateTime<Utc>) {
    let name = format!("{particular:?} of {} ({}) at {at}", truth.id, truth.code);
    match particular {
        Particular::Quarters => {
            if truth.phase != Phase::Cancelled {
                let told = it.periods.as_deref().map(parts).unwrap_or_default();
                assert_eq!(told, truth_parts(truth), "{name}");
            }
        }
        Particular::Classification => {
            let drivers = it.competitors.as_deref().unwrap_or_default();
            let told: Vec<(u64, String)> = drivers
                .iter()
                .map(|side| (side.id.parse().expect("a number"), side.name.clone()))
                .collect();
            assert_eq!(told, truth.sides, "{name}");
            let different: BTreeSet<&u64> = told.iter().map(|(id, _)| id).collect();
            assert_eq!(different.len(), told.len(), "{name}: twice the same driver");
            let winner = drivers.iter().position(|side| side.winner == Some(true));
            assert_eq!(winner, truth.winner, "{name}");
        }
        Particular::Result => {
            let over = truth.phase == Phase::Finished;
            assert_eq!(it.incidents.is_some(), over, "{name}");
            let rounds = it.periods.as_ref().map_or(0, Vec::len);
            assert!(if over { (1..=5).contains(&rounds) } else { rounds == 0 }, "{name}");
        }
        Particular::Events | Particular::Statistics | Particular::Grid => {}
    }
}

#[test]
fn goals_of_hockey_and_scores_of_american_football_add_up() {
    let simulator = simulator(7);
    let at = monday() + Duration::hours(6 * 24 + 23);
    let mut counted = 0;
    for seen in
        observations(&simulator, Sport::Hockey, &ask::day(Sport::Hockey, at.date_naive()), at)
    {
        let it = particulars(&simulator, Particular::Events, &seen, at);
        let goals = it.incidents.unwrap_or_default().into_iter();
        let goals = goals.filter(|it| it.kind == entity::model::IncidentKind::Goal).count();
        let played = seen.periods.iter().filter(|period| period.name != "SO");
        let scored: i64 = played.flat_map(|period| period.scores.iter().flatten()).sum();
        assert_eq!(i64::try_from(goals), Ok(scored), "{}", seen.id);
        counted += goals;
    }
    assert!(counted > 0);
    let day = ask::day(Sport::AmericanFootball, at.date_naive());
    for seen in observations(&simulator, Sport::AmericanFootball, &day, at) {
        let query = ask::particular(seen.sport, Particular::Events, &seen.id).expect("has it");
        let body = body(&simulator, seen.sport, &query, at);
        let body: serde_json::Value = serde_json::from_str(&body).expect("is JSON");
        let Some(last) = body["response"].as_array().and_then(|rows| rows.last()) else { continue };
        let scores = ["home", "away"].map(|side| last["score"][side].as_i64());
        let shown: Vec<Option<i64>> = seen.competitors.iter().map(|side| side.score).collect();
        assert_eq!(scores.to_vec(), shown, "{}", seen.id);
    }
}
