//! What is on at any hour.

use super::*;
use crate::simulator::sport::State;
use std::collections::BTreeSet;

/// Whether somebody plays.
fn plays(simulator: &Simulator, sport: Sport, at: DateTime<Utc>) -> bool {
    if matches!(sport, Sport::Mma | Sport::Formula1) {
        return simulator.matches_at(sport, at).iter().any(is_on);
    }
    let (sports, now) = (&simulator.inner.sports, at.timestamp_millis());
    let on = sports.live(sport, now).into_iter();
    on.map(|found| sports.view(&found, now).state)
        .any(|state| matches!(state, State::Play(_) | State::Break(_)))
}

#[test]
fn six_sports_are_live_at_any_hour_of_any_day() {
    let simulator = simulator(7);
    let mut most = 0;
    for at in week(20) {
        // Football always is: its own tests say so.
        let mut live = BTreeSet::from([Sport::Football]);
        live.extend(SPORTS.into_iter().filter(|sport| plays(&simulator, *sport, at)));
        assert!(live.len() >= 6, "{live:?} at {at}");
        most = most.max(live.len());
    }
    assert!(most >= 9, "{most} at most");
}

#[test]
fn the_same_seed_and_instant_give_the_same_matches_whatever_was_asked_before() {
    let (one, two) = (simulator(11), simulator(11));
    let later = monday() + Duration::hours(130);
    for sport in SPORTS {
        one.matches_at(sport, monday());
        assert_eq!(one.matches_at(sport, later), two.matches_at(sport, later), "{sport}");
        let other = simulator(12).matches_at(sport, later);
        assert_ne!(other, two.matches_at(sport, later), "{sport}");
    }
}

#[test]
fn an_evening_has_football_alone() {
    let simulator = Simulator::new(SimulatorConfig::evening(1, 40, 1.0));
    for sport in SPORTS {
        assert_eq!(simulator.matches(sport), [], "{sport}");
    }
}
