//! How matches go: forward only, and as the rules of each sport have it.

use super::*;
use crate::simulator::sport::{self, State};
use std::collections::{BTreeMap, BTreeSet};

/// How far a match is.
fn rank(phase: Phase) -> u32 {
    match phase {
        Phase::Scheduled | Phase::Postponed | Phase::Unknown => 0,
        Phase::Live | Phase::Break | Phase::Suspended => 1,
        Phase::Finished | Phase::Abandoned | Phase::Awarded | Phase::Cancelled => 2,
    }
}

#[test]
fn matches_go_forward_and_scores_never_fall() {
    let simulator = simulator(3);
    for sport in SPORTS {
        let mut before: BTreeMap<u64, MatchTruth> = BTreeMap::new();
        for at in week(61) {
            for truth in simulator.matches_at(sport, at) {
                if let Some(old) = before.get(&truth.id) {
                    let name =
                        format!("{sport} {}: {} then {} at {at}", truth.id, old.code, truth.code);
                    assert!(rank(old.phase) <= rank(truth.phase), "{name}");
                    let totals = |truth: &MatchTruth| truth.totals.unwrap_or_default();
                    for side in [0, 1] {
                        assert!(totals(old)[side] <= totals(&truth)[side], "{name}");
                    }
                    assert!(old.parts.len() <= truth.parts.len(), "{name}");
                }
                before.insert(truth.id, truth);
            }
        }
        let ended = before.values().filter(|truth| rank(truth.phase) == 2).count();
        assert!(ended > 5, "{sport}: {ended} ended");
    }
}

#[test]
fn every_sport_keeps_its_rules() {
    let simulator = simulator(5);
    for sport in SPORTS {
        for at in week(1_439) {
            for truth in simulator.matches_at(sport, at) {
                if truth.phase == Phase::Finished {
                    finished(sport, &truth);
                }
            }
        }
    }
}

fn finished(sport: Sport, truth: &MatchTruth) {
    let name = format!("{sport} {} ({})", truth.id, truth.code);
    let numbers = |scores: &[Option<u32>; 2]| scores.map(Option::unwrap_or_default);
    let sum = |side: usize| truth.parts.iter().map(|(_, it)| numbers(it)[side]).sum::<u32>();
    let totals = truth.totals.unwrap_or_default();
    let names: Vec<&str> = truth.parts.iter().map(|(name, _)| name.as_str()).collect();
    match sport {
        Sport::Basketball | Sport::Nba | Sport::AmericanFootball | Sport::Rugby | Sport::Afl => {
            assert_eq!([sum(0), sum(1)], totals, "{name}");
            let level_allowed = !matches!(sport, Sport::Basketball | Sport::Nba);
            assert!(level_allowed || totals[0] != totals[1], "{name}: level");
        }
        Sport::Handball => {
            assert_eq!([sum(0), sum(1)], totals, "{name}");
            assert_eq!(truth.code == "FT", names.len() == 2, "{name}: {names:?}");
        }
        Sport::Hockey => {
            assert_ne!(totals[0], totals[1], "{name}");
            let extra = match truth.code.as_str() {
                "AP" => vec!["P1", "P2", "P3", "OT", "SO"],
                "AOT" => vec!["P1", "P2", "P3", "OT"],
                _ => vec!["P1", "P2", "P3"],
            };
            assert_eq!(names, extra, "{name}");
            if truth.code == "AP" {
                assert_eq!(totals[0].abs_diff(totals[1]), 1, "{name}");
            }
        }
        Sport::Baseball => {
            assert_eq!([sum(0), sum(1)], totals, "{name}");
            assert!(names.len() >= 9, "{name}: {names:?}");
            assert_eq!(names.len() == 10, names.last() == Some(&"EI"), "{name}");
        }
        Sport::Volleyball => {
            assert_eq!(totals.iter().filter(|sets| **sets == 3).count(), 1, "{name}");
            assert_eq!(totals[0] + totals[1], u32::try_from(names.len()).expect("few"), "{name}");
            for (n, (set, scores)) in truth.parts.iter().enumerate() {
                let [home, away] = numbers(scores);
                let (most, least) = (home.max(away), home.min(away));
                let to = if n == 4 { 15 } else { 25 };
                let even = most > to && most == least + 2;
                assert!(even || (most == to && least + 2 <= most), "{name} {set}: {home}-{away}");
            }
        }
        Sport::Formula1 => {
            let different: BTreeSet<u64> = truth.sides.iter().map(|(id, _)| *id).collect();
            assert_eq!(different.len(), truth.sides.len(), "{name}");
            assert!(matches!(truth.sides.len(), 20 | 15 | 10), "{name}: {}", truth.sides.len());
        }
        Sport::Mma => assert_eq!(truth.sides.len(), 2, "{name}"),
        Sport::Football => {}
    }
}

#[test]
fn all_that_may_happen_happens_within_days() {
    let simulator = simulator(7);
    let thursday = monday() + Duration::days(3);
    let mut phases: BTreeSet<Phase> = BTreeSet::new();
    for (sport, minutes, expected) in [
        (Sport::Basketball, 29, "NS Q1 Q2 Q3 Q4 OT BT HT FT AOT"),
        (Sport::Hockey, 7, "NS P1 P2 P3 OT PT BT FT AOT AP"),
        (Sport::Baseball, 29, "NS IN1 IN5 IN9 IN10 FT"),
        (Sport::Handball, 29, "NS 1H HT 2H FT"),
        (Sport::Rugby, 29, "NS 1H HT 2H FT"),
        (Sport::Volleyball, 29, "NS S1 S2 S3 S4 S5 FT"),
        (Sport::AmericanFootball, 29, "NS Q1 Q2 Q3 Q4 HT FT"),
        (Sport::Nba, 29, "1 2 3"),
        (Sport::Afl, 5, "NS Q1 QT Q2 HT Q3 Q4 FT"),
        (Sport::Formula1, 53, "Scheduled Live Completed"),
    ] {
        let mut codes: BTreeSet<String> = BTreeSet::new();
        for at in week(minutes).filter(|at| *at >= thursday) {
            for truth in simulator.matches_at(sport, at) {
                codes.insert(truth.code);
                phases.insert(truth.phase);
            }
        }
        let missing: Vec<&str> =
            expected.split(' ').filter(|code| !codes.contains(*code)).collect();
        assert!(missing.is_empty(), "{sport} without {missing:?}: {codes:?}");
    }
    for phase in [Phase::Postponed, Phase::Cancelled, Phase::Suspended, Phase::Abandoned] {
        assert!(phases.contains(&phase), "{phase:?} nowhere");
    }
    assert!(phases.contains(&Phase::Awarded));
}

#[test]
fn an_evening_of_bouts_goes_from_the_introductions_to_the_verdict() {
    let simulator = simulator(7);
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for minute in 0..10 * 60 {
        let at = monday() + Duration::minutes((6 * 24 + 15) * 60 + minute);
        codes.extend(simulator.matches_at(Sport::Mma, at).into_iter().map(|truth| truth.code));
    }
    for code in ["NS", "IN", "WO", "PF", "LIVE", "EOR", "FT"] {
        assert!(codes.contains(code), "no {code}: {codes:?}");
    }
}

#[test]
fn level_matches_go_on_as_each_sport_has_it() {
    let simulator = simulator(7);
    let sports = &simulator.inner.sports;
    let today = monday().timestamp() / 86_400;
    for (sport, expected) in [
        (Sport::Basketball, "FT AOT"),
        (Sport::Hockey, "FT AOT AP"),
        (Sport::Handball, "FT AET AP"),
        (Sport::Rugby, "FT AET"),
        (Sport::AmericanFootball, "FT AOT"),
    ] {
        let rules = sport::rules(sport).expect("has two sides");
        let mut codes: BTreeSet<String> = BTreeSet::new();
        for found in (today - 45..today).flat_map(|day| sports.on_day(sport, day, i64::MAX / 4)) {
            let view = sports.view(&found, i64::MAX / 4);
            if !matches!(view.state, State::Ended(_)) {
                continue;
            }
            codes.insert(rules.code(&view).0);
            if let Some(winner) = found.game().winner {
                let totals = rules.totals(&view);
                assert!(totals[winner] > totals[1 - winner], "{sport} {}", found.game().id);
            }
        }
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let mut expected: Vec<&str> = expected.split(' ').collect();
        expected.sort_unstable();
        assert_eq!(codes, expected, "{sport}");
    }
}

#[test]
fn a_race_goes_lap_by_lap_with_retirements() {
    let simulator = simulator(7);
    let sunday = monday() + Duration::days(6);
    let races = simulator.matches_at(Sport::Formula1, sunday);
    let race = races.iter().max_by_key(|truth| truth.starts_at).expect("a race on Sunday");
    let row = |at: DateTime<Utc>| -> serde_json::Value {
        let query = client::Query::new("races").with("id", race.id);
        let body = body(&simulator, Sport::Formula1, &query, at);
        let body: serde_json::Value = serde_json::from_str(&body).expect("is JSON");
        body["response"][0].clone()
    };
    let mut laps = Vec::new();
    let mut orders = BTreeSet::new();
    for minute in 0..180 {
        let at = race.starts_at + Duration::minutes(minute);
        let row = row(at);
        if row["status"] == "Live" {
            laps.push(row["laps"]["current"].as_u64().expect("a lap"));
            let now = simulator.matches_at(Sport::Formula1, at);
            let now = now.into_iter().find(|truth| truth.id == race.id).expect("is there");
            orders.insert(now.sides);
        } else {
            assert!(row["laps"]["current"].is_null());
        }
    }
    assert!(laps.is_sorted() && laps.len() > 60, "{laps:?}");
    assert_eq!(laps.last(), row(race.starts_at)["laps"]["total"].as_u64().as_ref());
    assert!(orders.len() > 10, "the order changes: {}", orders.len());
}
