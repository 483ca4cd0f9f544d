//! A visitor at any hour sees goals, and gets them quickly.

use super::*;
use crate::simulator::fate::DAY;
use crate::simulator::script::{Edit, Part};
use std::time::Instant;

#[test]
fn a_goal_stands_in_every_minute_of_a_day() {
    for seed in [1, 7, 2_026] {
        let simulator = ordinary(seed);
        let inner = &simulator.inner;
        let day = afternoon().timestamp_millis().div_euclid(DAY);
        let mut goals = Vec::new();
        for number in [day - 1, day] {
            for found in inner.on_day(number, i64::MAX / 2) {
                let script = inner.script(&found);
                // A goal later taken back does not count: the match it falls in is left out.
                if script.steps.iter().any(|step| matches!(step.edit, Edit::Uncount(..))) {
                    continue;
                }
                goals.extend(
                    script
                        .steps
                        .iter()
                        .filter(|step| {
                            matches!(
                                step.edit,
                                Edit::Count(Part::First | Part::Second | Part::Extra, _)
                            )
                        })
                        .map(|step| step.at),
                );
            }
        }
        let beats = inner.programme(day);
        let heartbeat = crate::simulator::calendar::heartbeat(
            &inner.world,
            day,
            &beats.day,
            &inner.programme(day - 1).day,
        );
        // Every beat is a goal on the score of its match, whether or not another one is taken back.
        for (id, beats) in &heartbeat {
            let found = inner.find(*id, i64::MAX / 2).or_else(|| inner.find(*id, (day + 1) * DAY));
            let found = found.expect("a beat belongs to a match");
            let script = inner.script(&found);
            for beat in beats {
                let counted = script
                    .steps
                    .iter()
                    .any(|step| step.at == *beat && matches!(step.edit, Edit::Count(..)));
                assert!(counted, "seed {seed}: the beat at {beat} is no goal of match {id}");
                goals.push(*beat);
            }
        }
        goals.sort_unstable();
        let goals: Vec<i64> =
            goals.into_iter().filter(|at| (day * DAY..(day + 1) * DAY).contains(at)).collect();
        let widest = goals.windows(2).map(|pair| pair[1] - pair[0]).max().expect("many goals");
        assert!(widest < 60_000, "seed {seed}: {widest} ms without a goal");
        assert!(goals[0] - day * DAY < 60_000, "seed {seed}: the day begins without a goal");
        assert!((day + 1) * DAY - goals[goals.len() - 1] < 60_000, "seed {seed}: the day ends so");
    }
}

#[test]
fn football_is_in_play_at_every_quarter_of_an_hour() {
    let simulator = ordinary(3);
    let day = afternoon().timestamp_millis().div_euclid(DAY);
    for quarter in 0..96 {
        let now = day * DAY + quarter * 900_000;
        let live = simulator.inner.live(now).len();
        assert!((25..160).contains(&live), "{live} matches in play at quarter {quarter}");
    }
}

#[test]
fn a_small_day_has_play_at_most_hours_too() {
    let config = SimulatorConfig { matches_per_day: 60, ..SimulatorConfig::new(3, afternoon()) };
    let simulator = Simulator::new(config);
    let day = afternoon().timestamp_millis().div_euclid(DAY);
    let busy = (0..96)
        .filter(|quarter| simulator.inner.live(day * DAY + quarter * 900_000 + 600_000).len() >= 2);
    assert!(busy.count() > 80);
}

#[test]
fn an_ordinary_day_has_about_as_many_matches_as_asked_for_and_believable_scores() {
    let simulator = ordinary(5);
    let day = afternoon().timestamp_millis().div_euclid(DAY);
    let matches = simulator.inner.on_day(day, i64::MAX / 2);
    assert!((800..1_150).contains(&matches.len()), "{} matches", matches.len());
    let goals: u32 = matches
        .iter()
        .filter_map(|found| simulator.inner.view(found, (day + 2) * DAY).goals)
        .map(|[home, away]| home + away)
        .sum();
    let mean = f64::from(goals) / matches.len() as f64;
    assert!((2.2..3.4).contains(&mean), "{mean} goals a match");
}

#[test]
fn answers_are_quick_once_the_day_is_known() {
    let simulator = ordinary(4);
    for (question, limit) in [
        ("/fixtures?live=all", 50),
        ("/fixtures?date=2026-10-01", 400),
        ("/leagues?current=true", 200),
    ] {
        simulator.respond(question);
        let begun = Instant::now();
        let reply = simulator.respond(question);
        let took = begun.elapsed();
        println!("{question}: {} bytes in {took:?}", reply.body.len());
        // Ten times what is meant, for a crowded machine.
        assert!(took.as_millis() < limit, "{question} took {took:?}");
    }
}
