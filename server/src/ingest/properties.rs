//! What must hold of merge and diff for any course of a match; of every sport, [`sports`]; of the
//! whole way in, [`course`].

mod course;
mod sports;

use super::{diff, merge};
use entity::model::{
    ChangeItem, Competitor, Incident, IncidentKind, Instant, LeagueId, LeagueSlug, Match, MatchId,
    ObservedLeague, ObservedMatch, Period, Phase, Role, Seq, Sport, Statistic, Status, Venue,
    apply_patch,
};
use proptest::prelude::*;
use serde_json::Value;

fn instant(minute: i64) -> Instant {
    Instant::from_timestamp(1_790_000_000 + minute * 60, 0).expect("is in range")
}

fn competitor(role: Role, score: Option<i64>, winner: Option<bool>) -> Competitor {
    let name = format!("{role:?}");
    Competitor { role, id: name.clone(), name, logo: None, score, winner }
}

prop_compose! {
    fn status()(
        n in 0..4_usize, elapsed in prop::option::of(0..95_u32), extra in prop::option::of(0..9_u32),
    ) -> Status {
        let (phase, code) = [
            (Phase::Scheduled, "NS"), (Phase::Live, "1H"), (Phase::Break, "HT"), (Phase::Finished, "FT"),
        ][n];
        let clock = elapsed.filter(|_| phase == Phase::Live).map(|minute| format!("{minute}'"));
        Status { phase, code: code.to_owned(), label: code.to_owned(), clock, elapsed, extra }
    }
}

prop_compose! {
    fn incident()(
        goal in any::<bool>(), home in any::<bool>(), elapsed in 0..95_u32, player in prop::option::of("[A-C]"),
    ) -> Incident {
        Incident {
            id: String::new(),
            kind: if goal { IncidentKind::Goal } else { IncidentKind::Card },
            detail: None,
            elapsed: Some(elapsed),
            extra: None,
            competitor: Some(if home { Role::Home } else { Role::Away }),
            player,
            player_id: None,
            assist: None,
            assist_id: None,
            comment: None,
        }
    }
}

prop_compose! {
    fn observation()(
        status in status(),
        scores in prop::option::of((0..4_i64, 0..4_i64)),
        minute in 0..3_i64,
        periods in prop::collection::vec((0..3_i64, 0..3_i64), 0..3),
        incidents in prop::option::of(prop::collection::vec(incident(), 0..5)),
        shots in prop::option::of(0..9_u32),
        venue in prop::option::of("[xy]"),
        referee in prop::option::of("[rs]"),
    ) -> ObservedMatch {
        let (home, away) = (scores.map(|s| s.0), scores.map(|s| s.1));
        let winner = |a: Option<i64>, b: Option<i64>| if a == b { None } else { Some(a > b) };
        ObservedMatch {
            id: MatchId("1".to_owned()),
            sport: Sport::Football,
            league: ObservedLeague {
                id: LeagueId("1".to_owned()),
                name: "League".to_owned(),
                country: None,
                season: None,
                round: None,
                logo: None,
                flag: None,
            },
            starts_at: instant(minute),
            status,
            competitors: vec![
                competitor(Role::Home, home, winner(home, away)),
                competitor(Role::Away, away, winner(away, home)),
            ],
            periods: periods.into_iter().enumerate().map(|(n, (a, b))| Period {
                name: format!("{}H", n + 1),
                scores: vec![Some(a), Some(b)],
            }).collect(),
            venue: venue.map(|name| Venue { name: Some(name), city: None }),
            referee,
            incidents,
            statistics: shots.map(|n| vec![Statistic {
                name: "shots".to_owned(),
                label: "Shots".to_owned(),
                unit: None,
                values: vec![Some(f64::from(n)), None],
            }]),
            lineups: None,
        }
    }
}

fn first(observation: ObservedMatch) -> Match {
    merge::first(observation, LeagueSlug("league".to_owned()), Seq(0), instant(0), instant(0))
}

/// What the commit adds to a merged match.
fn committed(old: &Match, mut new: Match) -> Match {
    new.version = old.version + 1;
    new.seq = Seq(old.seq.0 + 1);
    new.updated_at = old.updated_at + chrono::TimeDelta::seconds(3);
    new.as_of = new.updated_at;
    new
}

fn bare(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(_, v)| !v.is_null());
            Value::Object(kept.map(|(k, v)| (k.clone(), bare(v))).collect())
        }
        other => other.clone(),
    }
}

fn json(m: &Match) -> Value {
    serde_json::to_value(m).expect("serialises")
}

proptest! {
    #[test]
    fn a_client_that_follows_the_patches_holds_the_match(course in prop::collection::vec(observation(), 1..12)) {
        let mut course = course.into_iter();
        let mut held = first(course.next().expect("has one"));
        let mut client = json(&held);
        for observation in course {
            let Some(new) = merge::merged(&held, &observation) else { continue };
            let new = committed(&held, new);
            prop_assert!(!diff::items(&held, &new).is_empty(), "a change says what it is");
            apply_patch(&mut client, &diff::patch(&held, &new));
            prop_assert_eq!(bare(&client), bare(&json(&new)));
            let read: Match = serde_json::from_value(client.clone()).expect("is a match");
            prop_assert_eq!(&read, &new);
            held = new;
        }
    }

    #[test]
    fn what_is_said_again_is_silent(one in observation(), other in observation()) {
        let held = first(one.clone());
        prop_assert!(merge::merged(&held, &one).is_none());
        if let Some(new) = merge::merged(&held, &other) {
            prop_assert!(merge::merged(&committed(&held, new), &other).is_none());
        }
        prop_assert!(diff::items(&held, &held).is_empty());
    }

    #[test]
    fn goals_and_corrections_add_up_to_the_score(one in observation(), other in observation()) {
        let held = first(one);
        let Some(new) = merge::merged(&held, &other) else { return Ok(()) };
        let items = diff::items(&held, &new);
        for role in [Role::Home, Role::Away] {
            let score = |m: &Match| m.competitor(role).and_then(|c| c.score);
            let (Some(before), Some(after)) = (score(&held), score(&new)) else { continue };
            let rises = items.iter().filter(|i| matches!(i, ChangeItem::Goal { competitor, .. } if *competitor == role));
            let falls = items.iter().filter(|i| matches!(i, ChangeItem::Correction { competitor, .. } if *competitor == role));
            let (rises, falls) = (rises.count() as i64, falls.count() as i64);
            prop_assert_eq!(rises - falls, after - before);
        }
    }

    #[test]
    fn a_score_that_leaps_is_told_at_once_and_as_a_score_alone(one in observation(), leap in 21..100_000_000_i64) {
        let mut held = first(one);
        held.competitors[0].score = Some(1);
        let mut new = held.clone();
        new.competitors[0].score = Some(1 + leap);
        let began = std::time::Instant::now();
        for (old, new) in [(&held, &new), (&new, &held)] {
            let items = diff::items(old, new);
            prop_assert!(matches!(items.as_slice(), [ChangeItem::Score { .. }]), "{items:?}");
        }
        prop_assert!(began.elapsed() < std::time::Duration::from_millis(100));
    }

    #[test]
    fn the_order_of_incidents_in_an_answer_changes_no_id(one in observation(), seed in 0..24_usize) {
        let held = first(one.clone());
        let mut other = one;
        if let Some(list) = other.incidents.as_mut().filter(|list| !list.is_empty()) {
            let by = seed % list.len();
            list.rotate_left(by);
        }
        let new = merge::merged(&held, &other).unwrap_or_else(|| held.clone());
        let ids = |m: &Match| {
            let mut ids: Vec<_> = m.incidents.iter().map(|i| i.id.clone()).collect();
            ids.sort();
            ids
        };
        prop_assert_eq!(ids(&held), ids(&new));
    }
}
