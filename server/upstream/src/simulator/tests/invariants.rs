//! What holds of every match at every instant.

use super::*;
use crate::simulator::Truth;
use crate::simulator::fate::MINUTE;
use crate::simulator::script::Edit;
use chrono::Duration;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Panics where a match as told cannot be.
fn check_invariants(truth: &Truth, at: DateTime<Utc>) {
    let name = format!("match {} ({}) at {at}", truth.id, truth.code);
    let over = matches!(truth.code, "FT" | "AET" | "PEN");
    let in_play = matches!(truth.code, "1H" | "HT" | "2H" | "ET" | "BT" | "P" | "INT" | "SUSP");
    match truth.code {
        "NS" | "PST" | "CANC" => {
            assert_eq!((truth.goals, truth.elapsed, truth.halftime), (None, None, None), "{name}");
            assert!(truth.events.is_empty(), "{name}");
        }
        "1H" => {
            assert_eq!(truth.halftime, truth.goals, "{name}");
            assert!(truth.elapsed.is_some_and(|minute| (1..=45).contains(&minute)), "{name}");
        }
        "HT" => assert_eq!(truth.elapsed, Some(45), "{name}"),
        "2H" => assert!(truth.elapsed.is_some_and(|minute| (46..=90).contains(&minute)), "{name}"),
        "FT" => assert_eq!(truth.elapsed, Some(90), "{name}"),
        "AET" | "PEN" => assert_eq!(truth.elapsed, Some(120), "{name}"),
        _ => {}
    }
    assert!(truth.extra.is_none() || truth.elapsed.is_some(), "{name}");
    if in_play || over {
        let goals = truth.goals.unwrap_or_else(|| panic!("{name}: no score"));
        if truth.has_events {
            let counted = [true, false].map(|home| {
                let goals =
                    truth.events.iter().filter(|event| event.is_goal() && event.home == home);
                u32::try_from(goals.count()).expect("few goals")
            });
            assert_eq!(goals, counted, "{name}: goals and events");
        } else {
            assert!(truth.events.is_empty(), "{name}");
        }
        assert!(goals[0] < 15 && goals[1] < 15, "{name}: {goals:?}");
    }
    let after_ninety = over || matches!(truth.code, "ET" | "BT" | "P");
    if in_play || over {
        assert_eq!(truth.fulltime.is_some(), after_ninety, "{name}: fulltime");
    }
    if truth.code == "PEN" {
        let [home, away] = truth.goals.expect("a score");
        assert_eq!(home, away, "{name}: the shoot-out is not in the goals");
        let [home, away] = truth.penalty.expect("a shoot-out");
        assert_ne!(home, away, "{name}");
        assert_eq!(truth.home_leads, Some(home > away), "{name}");
        let kicked = [true, false].map(|side| {
            let kicks = truth.events.iter().filter(|event| event.is_shootout && event.home == side);
            u32::try_from(kicks.filter(|event| event.detail == "Penalty").count()).expect("few")
        });
        assert_eq!([home, away], kicked, "{name}");
    }
    if let (Some(full), Some(extra), Some(goals)) = (truth.fulltime, truth.extratime, truth.goals) {
        assert_eq!([full[0] + extra[0], full[1] + extra[1]], goals, "{name}");
    }
    let mut sent_off = BTreeSet::new();
    for event in &truth.events {
        assert!(event.elapsed >= 1 && event.elapsed <= 120, "{name}: {event:?}");
        if event.detail == "Red Card" {
            assert!(sent_off.insert(event.player.clone()), "{name}: sent off twice");
        }
    }
    let order: Vec<_> =
        truth.events.iter().map(|event| (event.elapsed, event.extra.unwrap_or(0))).collect();
    assert!(order.is_sorted(), "{name}: {order:?}");
}

#[test]
fn the_same_seed_and_instant_give_the_same_state_whatever_was_asked_before() {
    let (one, two) = (ordinary(11), ordinary(11));
    for question in
        ["/fixtures?date=2026-10-03", "/fixtures?live=all", "/standings?league=2002&season=2026"]
    {
        one.respond(question);
    }
    for minutes in [200, 3, 90] {
        let instant = afternoon() + Duration::minutes(minutes);
        assert_eq!(one.truth_at(instant), two.truth_at(instant));
    }
    assert_ne!(ordinary(12).truth_at(afternoon()), one.truth_at(afternoon()));
}

#[test]
fn a_later_start_shows_the_same_world() {
    let later = afternoon() + Duration::hours(30);
    let restarted = Simulator::new(SimulatorConfig::new(11, later));
    assert_eq!(restarted.truth_at(later), ordinary(11).truth_at(later));
}

#[test]
fn an_evening_has_every_kind_of_event_in_it_and_ends() {
    for seed in [1, 2, 3] {
        let simulator = Simulator::new(SimulatorConfig::evening(seed, 300, 1.0));
        let begun = simulator.config().starts_at;
        let mut codes = BTreeSet::new();
        let mut details = BTreeSet::new();
        let mut before: BTreeMap<u64, Truth> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for half_minutes in 0..480 {
            let at = begun + Duration::seconds(half_minutes * 30);
            let truths = simulator.truth_at(at);
            assert_eq!(truths.len(), 300);
            for truth in truths {
                check_invariants(&truth, at);
                codes.insert(truth.code);
                details.extend(truth.events.iter().map(|event| event.detail));
                if let Some(old) = before.get(&truth.id) {
                    note_changes(old, &truth, &mut seen);
                }
                before.insert(truth.id, truth);
            }
        }
        let expected = [
            "1H", "2H", "ABD", "AET", "AWD", "BT", "CANC", "ET", "FT", "HT", "INT", "NS", "P",
            "PEN", "PST", "SUSP", "WO",
        ];
        assert_eq!(codes.into_iter().collect::<Vec<_>>(), expected);
        for detail in [
            "Normal Goal",
            "Own Goal",
            "Penalty",
            "Missed Penalty",
            "Yellow Card",
            "Red Card",
            "Substitution 1",
            "Goal cancelled",
            "Goal Disallowed - offside",
        ] {
            assert!(details.contains(detail), "seed {seed}: no {detail}");
        }
        let expected = [
            "a card is removed",
            "a goal is taken back",
            "a ground is renamed",
            "a minute is moved",
            "a postponed match has a new date",
            "a referee is changed",
            "a scorer is named later",
        ];
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), expected);
        for truth in before.values() {
            let ended =
                !matches!(truth.code, "1H" | "HT" | "2H" | "ET" | "BT" | "P" | "INT" | "SUSP");
            assert!(ended, "match {} is still {}", truth.id, truth.code);
            assert_eq!(
                truth.code == "NS",
                truth.starts_at > begun + Duration::hours(12),
                "{}",
                truth.id
            );
        }
    }
}

/// Notes the rarer things that happened between two looks at one match.
fn note_changes(old: &Truth, new: &Truth, seen: &mut BTreeSet<&'static str>) {
    let sum = |goals: Option<[u32; 2]>| goals.map_or(0, |[home, away]| home + away);
    if sum(new.goals) < sum(old.goals) {
        seen.insert("a goal is taken back");
    }
    if old.venue.is_some() && old.venue != new.venue {
        seen.insert("a ground is renamed");
    }
    if old.referee.is_some() && old.referee != new.referee {
        seen.insert("a referee is changed");
    }
    if old.code == "PST" && new.code == "NS" && new.starts_at > old.starts_at {
        seen.insert("a postponed match has a new date");
    }
    let count = |truth: &Truth, detail: &str| {
        truth.events.iter().filter(|event| event.detail == detail).count()
    };
    if count(new, "Yellow Card") < count(old, "Yellow Card") {
        seen.insert("a card is removed");
    }
    let nameless =
        |truth: &Truth| truth.events.iter().filter(|event| event.player.is_none()).count();
    if nameless(new) < nameless(old) && new.goals == old.goals {
        seen.insert("a scorer is named later");
    }
    if old.code == "FT" && sum(old.goals) == sum(new.goals) && old.events.len() == new.events.len()
    {
        let moved = |(old, new): (&crate::simulator::TruthEvent, &crate::simulator::TruthEvent)| {
            old.detail == new.detail && old.player == new.player && old.elapsed == new.elapsed + 1
        };
        if old.events.iter().zip(&new.events).any(moved) {
            seen.insert("a minute is moved");
        }
    }
}

#[test]
fn a_goal_taken_back_lowers_the_score() {
    let simulator = Simulator::new(SimulatorConfig::evening(4, 100, 1.0));
    let day = simulator.config().starts_at.timestamp_millis().div_euclid(86_400_000);
    let mut lowered = 0;
    for found in simulator.inner.on_day(day, i64::MAX / 2) {
        let script = simulator.inner.script(&found);
        for step in &script.steps {
            let Edit::Uncount(_, home) = step.edit else { continue };
            let before = simulator.inner.view(&found, step.at - 1);
            let after = simulator.inner.view(&found, step.at);
            // Matches without livescore learn of nothing but the end.
            if let (Some(before), Some(after)) = (before.goals, after.goals) {
                let side = usize::from(!home);
                assert!(after[side] <= before[side]);
                lowered += usize::from(after[side] + 1 == before[side]);
            }
        }
    }
    assert!(lowered >= 2, "{lowered} goals taken back");
}

#[test]
fn a_postponed_match_keeps_its_number_and_changes_its_day() {
    let simulator = Simulator::new(SimulatorConfig::evening(1, 60, 1.0));
    let begun = simulator.config().starts_at.timestamp_millis();
    let ids = |from: i64, to: i64, now: i64| -> BTreeSet<u64> {
        simulator.inner.between(from, to, now).iter().map(|found| found.fixture().id).collect()
    };
    let day = 86_400_000;
    let today = begun / day * day;
    let before = ids(today, today + day, begun);
    let after = ids(today, today + day, begun + 120 * MINUTE);
    let tomorrow = ids(today + day, today + 2 * day, begun + 120 * MINUTE);
    assert_eq!(before.len(), 60);
    let left: BTreeSet<u64> = before.difference(&after).copied().collect();
    assert_eq!(left, tomorrow);
    assert!(!tomorrow.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_match_of_any_seed_is_possible_at_any_instant(seed in any::<u64>(), minutes in 0_i64..20_000) {
        let config = SimulatorConfig { matches_per_day: 60, ..SimulatorConfig::new(seed, afternoon()) };
        let simulator = Simulator::new(config);
        let at = afternoon() + Duration::minutes(minutes);
        for truth in simulator.truth_at(at) {
            check_invariants(&truth, at);
        }
    }

    #[test]
    fn a_faster_clock_tells_the_same_story(seed in any::<u64>(), seconds in 0_i64..14_000) {
        let slow = Simulator::new(SimulatorConfig::evening(seed, 40, 1.0));
        let fast = Simulator::new(SimulatorConfig::evening(seed, 40, 500.0));
        let at = slow.config().starts_at + Duration::seconds(seconds);
        prop_assert_eq!(slow.truth_at(at), fast.truth_at(at));
    }
}
