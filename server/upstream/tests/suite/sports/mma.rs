//! Mixed martial arts.

use super::{later, one, particulars, recorded, winners};
use entity::model::{Phase, Role, Sport};
use serde_json::{Value, json};
use upstream::sport::Particular;

const SPORT: Sport = Sport::Mma;

/// A row; who of the two has won.
pub fn row(short: &str, winner: [bool; 2]) -> Value {
    let fighter = |id: u32, won: bool| json!({"id": id, "name": "F", "logo": null, "winner": won});
    json!({"id": 1, "date": "2026-10-01T18:00:00+00:00", "time": "18:00",
        "timestamp": 1_790_877_600, "timezone": "UTC", "slug": "UFC 999: A vs. B", "is_main": true,
        "category": "Lightweight", "status": {"long": "Some text", "short": short},
        "fighters": {"first": fighter(1, winner[0]), "second": fighter(2, winner[1])}})
}

fn now() -> entity::model::Instant {
    super::instant("2026-10-01T19:30:00Z")
}

#[test]
fn a_recorded_evening_is_one_card_with_the_winner_of_each_bout() {
    let Some(rows) = recorded(SPORT, "fights-date-1.json", later()) else { return };
    for (id, winner, loser) in [
        ("878", "Seung Woo Choi", "Jarno Errens"),
        ("875", "JJ Aldrich", "Liang Na"),
        ("877", "Billy Goff", "Yusaku Kinoshita"),
        ("874", "Song Kenan", "Rolando Bedoya"),
        ("873", "Michal Oleksiejczuk", "Chidi Njokuani"),
        ("876", "Garrett Armfield", "Toshiomi Kazama"),
        ("872", "Waldo Cortes-Acosta", "Lukasz Brzeski"),
        ("884", "Junior Tafa", "Parker Porter"),
        ("880", "Anthony Smith", "Ryan Spann"),
        ("879", "Max Holloway", "Chan Sung Jung"),
    ] {
        let seen = rows.iter().find(|row| row.id.0 == id).expect("is there");
        assert_eq!(seen.status.phase, Phase::Finished);
        let by = |won: bool| seen.competitors.iter().find(|it| it.winner == Some(won));
        assert_eq!(by(true).map(|it| it.name.as_str()), Some(winner));
        assert_eq!(by(false).map(|it| it.name.as_str()), Some(loser));
        assert!(seen.competitors.iter().all(|it| it.role == Role::Entrant && it.score.is_none()));
    }
    let card = &rows[0].league;
    assert!(rows.iter().all(|row| row.league.id == card.id));
    assert_eq!(card.name, "UFC Fight Night: Holloway vs. The Korean Zombie");
    assert_eq!(card.season.as_deref(), Some("2023"));
    assert_eq!(card.round.as_deref(), Some("Preliminary card - Featherweight"));
    let last = rows.iter().find(|row| row.id.0 == "879").expect("is there");
    assert_eq!(last.league.round.as_deref(), Some("Main card - Featherweight"));
    let logo = rows[0].competitors[0].logo.as_deref();
    assert_eq!(logo, Some("https://media.api-sports.io/mma/teams/2495.png"));
}

#[test]
fn a_card_that_runs_past_midnight_is_one_and_a_cancelled_bout_has_no_winner() {
    let Some(rows) = recorded(SPORT, "fights-season-excerpt-1.json", later()) else { return };
    let of = |id: &str| rows.iter().find(|row| row.id.0 == id).expect("is there");
    // At 13:00 on the 13th, and at 01:30 on the 14th.
    let (early, late) = (of("1097"), of("1104"));
    assert_eq!(early.league.id, late.league.id);
    assert_eq!(early.league.id.0, "ufc-fight-night-ankalaev-vs-walker-2-2024-01-13");
    assert_ne!(early.league.id, of("1111").league.id);
    assert_eq!(late.status.phase, Phase::Cancelled);
    assert_eq!(winners(late), [None, None]);
    // It was encoded twice.
    assert_eq!(early.competitors[0].name, "Gaston Bolaños");
}

#[test]
fn nobody_has_won_before_the_end_nor_without_a_verdict() {
    assert_eq!(winners(&one(SPORT, &row("FT", [true, false]), now())), [Some(true), Some(false)]);
    for (code, winner) in [("NS", [false, false]), ("LIVE", [true, false]), ("FT", [false, false])]
    {
        assert_eq!(winners(&one(SPORT, &row(code, winner), now())), [None, None], "{code}");
    }
    let one_headline_again = |date: &str| {
        let mut row = row("NS", [false, false]);
        row["timestamp"] = json!(null);
        row["date"] = json!(date);
        one(SPORT, &row, now()).league.id
    };
    assert_ne!(
        one_headline_again("2026-10-03T20:00:00+00:00"),
        one_headline_again("2026-11-07T20:00:00+00:00")
    );
}

#[test]
fn a_long_headline_makes_no_long_number() {
    let mut row = row("NS", [false, false]);
    row["slug"] = json!("Ünlü Dövüşçüler: ".repeat(20));
    let league = one(SPORT, &row, now()).league;
    assert!(league.id.0.len() <= 100 && league.id.0.ends_with("-2026-10-01"), "{}", league.id);
}

#[test]
fn what_comes_before_a_bout_is_no_bout_yet() {
    for (code, phase, label) in [
        ("IN", Phase::Scheduled, "Introductions"),
        ("PF", Phase::Scheduled, "About to start"),
        ("WO", Phase::Scheduled, "Walkouts"),
        ("LIVE", Phase::Live, "In progress"),
        ("EOR", Phase::Break, "End of the round"),
        ("PST", Phase::Postponed, "Bout postponed"),
    ] {
        let seen = one(SPORT, &row(code, [false, false]), now());
        assert_eq!((seen.status.phase, seen.status.label.as_str()), (phase, label));
    }
}

#[test]
fn a_result_names_rounds_and_the_way_a_bout_ended() {
    let Some(rows) = recorded(SPORT, "fights-date-1.json", later()) else { return };
    let of = |id: &str| rows.iter().find(|row| row.id.0 == id).expect("is there");
    let told = |id: &str| {
        particulars(SPORT, Particular::Result, "fights-results-1.json", of(id)).expect("is there")
    };
    let decision = told("878");
    let rounds: Vec<_> =
        decision.periods.iter().flatten().map(|period| period.name.as_str()).collect();
    assert_eq!(rounds, ["R1", "R2", "R3"]);
    let end = &decision.incidents.expect("is there")[0];
    assert_eq!(
        (end.detail.as_deref(), end.player.as_deref()),
        (Some("decision"), Some("Seung Woo Choi"))
    );
    assert_eq!(end.comment.as_deref(), Some("Round 3, 5:00: 30-27, 29-28, 29-28"));
    let end = &told("879").incidents.expect("is there")[0];
    assert_eq!(end.detail.as_deref(), Some("knockout"));
    assert_eq!(end.comment.as_deref(), Some("Round 3, 0:23: Punch"));
    // The answer has nothing of this one.
    assert_eq!(told("875").incidents, None);
}

#[test]
fn statistics_are_one_value_a_fighter() {
    let Some(rows) = recorded(SPORT, "fights-season-excerpt-1.json", later()) else { return };
    let bout = rows.iter().find(|row| row.id.0 == "1097").expect("is there");
    let name = "fights-statistics-fighters-1.json";
    let told = particulars(SPORT, Particular::Statistics, name, bout);
    let rows = told.and_then(|told| told.statistics).expect("are there");
    let of = |name: &str| rows.iter().find(|row| row.name == name).expect("is there");
    assert_eq!(of("strikes_total_head").values, [Some(57.0), Some(114.0)]);
    assert_eq!(of("strikes_takedowns_landed").values, [Some(0.0), Some(1.0)]);
    let control = rows.iter().find(|row| row.name.ends_with("control_time")).expect("is there");
    assert_eq!(
        (control.values.clone(), control.unit.as_deref()),
        (vec![Some(4.0), Some(107.0)], Some("s"))
    );
}
