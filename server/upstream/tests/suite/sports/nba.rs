//! The NBA.

use super::{check, group, later, one, particulars, recorded, tables, winners};
use entity::model::{Phase, Role, Sport};
use serde_json::{Value, json};
use upstream::sport::Particular;

const SPORT: Sport = Sport::Nba;

/// A row; line scores are home before visitors.
pub fn row(
    short: Value,
    clock: Value,
    current: u32,
    lines: [&[&str]; 2],
    points: [Value; 2],
) -> Value {
    let [home, away] = points;
    let score = |line: &[&str], points: Value| {
        json!({"win": 0, "loss": 0, "series": {"win": 0, "loss": 0}, "linescore": line,
            "points": points})
    };
    json!({"id": 1, "league": "standard", "season": 2026,
        "date": {"start": "2026-10-01T18:00:00.000Z", "end": null, "duration": null}, "stage": 2,
        "status": {"clock": clock, "halftime": false, "short": short, "long": "Some text"},
        "periods": {"current": current, "total": 4, "endOfPeriod": false},
        "arena": {"name": "Arena", "city": "Town", "state": null, "country": null},
        "teams": {"visitors": {"id": 2, "name": "B", "nickname": "B", "code": "BBB", "logo": null},
            "home": {"id": 1, "name": "A", "nickname": "A", "code": "AAA", "logo": null}},
        "scores": {"visitors": score(lines[1], away), "home": score(lines[0], home)},
        "officials": [], "timesTied": null, "leadChanges": null, "nugget": null})
}

fn now() -> entity::model::Instant {
    super::instant("2026-10-01T19:30:00Z")
}

#[test]
fn recorded_games_have_the_home_side_first_and_overtime_from_the_line_score() {
    let Some(rows) = recorded(SPORT, "games-date-2.json", later()) else { return };
    check(
        &rows,
        &[
            "13734 3 finished 132-122 | Q1 34-30 Q2 35-29 Q3 38-30 Q4 25-33",
            "13735 3 finished 110-120 | Q1 33-24 Q2 25-33 Q3 38-31 Q4 14-32",
            "13736 3 finished 157-115 | Q1 49-34 Q2 37-38 Q3 39-21 Q4 32-22",
            "13737 3 finished 118-103 | Q1 24-24 Q2 43-22 Q3 27-25 Q4 24-32",
            "13738 3 finished 120-119 | Q1 29-28 Q2 21-19 Q3 26-35 Q4 33-27 OT 11-10",
            "13739 3 finished 113-88 | Q1 22-30 Q2 25-12 Q3 33-29 Q4 33-17",
            "13740 3 finished 107-86 | Q1 22-23 Q2 33-21 Q3 26-20 Q4 26-22",
            "13741 3 finished 111-126 | Q1 26-29 Q2 28-37 Q3 21-28 Q4 36-32",
            "13742 3 finished 106-125 | Q1 22-44 Q2 31-22 Q3 25-23 Q4 28-36",
            "13743 3 finished 108-124 | Q1 24-30 Q2 29-40 Q3 24-29 Q4 31-25",
        ],
    );
    assert_eq!(
        (rows[4].status.label.as_str(), winners(&rows[4])),
        ("After overtime", vec![Some(true), Some(false)])
    );
    assert_eq!(rows[0].status.label, "Finished");
    let home = &rows[0].competitors[0];
    assert_eq!((home.role, home.name.as_str()), (Role::Home, "Boston Celtics"));
    assert_eq!(rows[0].starts_at.to_rfc3339(), "2024-04-14T17:00:00+00:00");
    assert_eq!(
        (rows[0].league.name.as_str(), rows[0].league.season.as_deref()),
        ("NBA", Some("2023"))
    );
    let venue = rows[0].venue.as_ref().expect("is there");
    assert_eq!((venue.name.as_deref(), venue.city.as_deref()), (Some("TD Garden"), Some("Boston")));
}

#[test]
fn recorded_games_in_play_show_quarter_and_clock() {
    let Some(rows) = recorded(SPORT, "games-live-1.json", super::instant("2023-11-06T01:30:00Z"))
    else {
        return;
    };
    check(
        &rows,
        &[
            "12637 2 live 112-98 | Q1 29-30 Q2 28-15 Q3 29-32 Q4 26-21",
            "12638 2 live 40-44 | Q1 26-31 Q2 14-13",
        ],
    );
    let said: Vec<_> =
        rows.iter().map(|row| (row.status.label.as_str(), row.status.clock.as_deref())).collect();
    assert_eq!(
        said,
        [("Fourth quarter", Some("2:17 left")), ("Second quarter", Some("4:57 left"))]
    );
    assert_eq!(rows[1].competitors[1].name, "Charlotte Hornets");
}

#[test]
fn a_break_is_the_end_of_a_period_or_half_time() {
    let lines: [&[&str]; 2] = [&["20", "22", "", ""], &["18", "25", "", ""]];
    let mut game = row(json!(2), json!("0:00"), 2, lines, [json!(42), json!(43)]);
    game["status"]["halftime"] = json!(true);
    let seen = one(SPORT, &game, now());
    assert_eq!((seen.status.phase, seen.status.label.as_str()), (Phase::Break, "Half-time"));
    assert_eq!(seen.status.clock, None);
    game["status"]["halftime"] = json!(false);
    game["periods"]["endOfPeriod"] = json!(true);
    assert_eq!(one(SPORT, &game, now()).status.phase, Phase::Break);
}

#[test]
fn each_overtime_of_a_line_score_is_its_own_part() {
    let home: &[&str] = &["20", "20", "20", "20", "8", "11"];
    let away: &[&str] = &["20", "20", "20", "20", "8", "9"];
    let game = row(json!(3), json!(null), 4, [home, away], [json!(99), json!(97)]);
    check(
        &[one(SPORT, &game, now())],
        &["1 3 finished 99-97 | Q1 20-20 Q2 20-20 Q3 20-20 Q4 20-20 OT 8-8 OT2 11-9"],
    );
    let game = row(json!(2), json!("3:10"), 5, [&home[..5], &away[..5]], [json!(88), json!(88)]);
    let seen = one(SPORT, &game, now());
    assert_eq!((seen.status.phase, seen.status.label.as_str()), (Phase::Live, "Overtime"));
    assert!(super::line(&seen).ends_with("OT 8-8"));
    // Only the total tells.
    let game = row(json!(3), json!(null), 4, [&home[..4], &away[..4]], [json!(99), json!(97)]);
    assert!(super::line(&one(SPORT, &game, now())).ends_with("OT 19-17"));
}

#[test]
fn a_code_is_a_number_or_its_text_and_a_list_may_be_empty() {
    let none: [&[&str]; 2] = [&[], &[]];
    for (code, phase) in [
        (json!(1), Phase::Scheduled),
        (json!("1"), Phase::Scheduled),
        (json!(4), Phase::Postponed),
        (json!(5), Phase::Suspended),
        (json!(6), Phase::Cancelled),
        (json!(7), Phase::Unknown),
    ] {
        let seen =
            one(SPORT, &row(code.clone(), json!(null), 0, none, [json!(null), json!(null)]), now());
        assert_eq!((seen.status.phase, seen.periods.len()), (phase, 0), "{code}");
    }
}

#[test]
fn a_table_is_made_of_conferences_and_divisions() {
    let Some(found) = tables(SPORT, "standings-2.json") else { return };
    let names: Vec<_> = found[0].groups.iter().filter_map(|group| group.name.as_deref()).collect();
    assert_eq!(names, ["East", "Atlantic", "Central", "Southeast"]);
    let east: Vec<_> = group(&found[0], "East").rows.iter().take(3).collect();
    let brief: Vec<_> =
        east.iter().map(|row| (row.rank, row.team_name.as_str(), row.win, row.lose)).collect();
    assert_eq!(
        brief,
        [
            (1, "Boston Celtics", 21, 6),
            (2, "Milwaukee Bucks", 19, 7),
            (3, "Cleveland Cavaliers", 17, 10)
        ]
    );
    let nets = &group(&found[0], "Atlantic").rows[1];
    assert_eq!(
        (nets.team_name.as_str(), nets.games_behind.as_deref()),
        ("Brooklyn Nets", Some("5.5"))
    );
    assert_eq!((nets.percent, nets.streak.as_deref()), (Some(57.1), Some("W3")));
    assert_eq!(east[0].streak.as_deref(), Some("L1"));
    assert_eq!(found[0].league.id.0, "standard");
}

#[test]
fn totals_that_say_nothing_are_made_from_home_and_away() {
    let Some(found) = tables(SPORT, "standings-excerpt-1.json") else { return };
    let brief = |name: &str| -> Vec<_> {
        let rows = group(&found[0], name).rows.iter();
        rows.map(|row| (row.rank, row.team_name.as_str(), row.win, row.lose)).collect()
    };
    assert_eq!(
        brief("Atlantic"),
        [
            (1, "Boston Celtics", 61, 21),
            (2, "New York Knicks", 51, 31),
            (3, "Toronto Raptors", 30, 52),
            (4, "Brooklyn Nets", 26, 56),
            (5, "Philadelphia 76ers", 24, 58),
        ]
    );
    let east = brief("East");
    assert_eq!(
        &east[..3],
        [
            (1, "Cleveland Cavaliers", 64, 18),
            (2, "Boston Celtics", 61, 21),
            (3, "New York Knicks", 51, 31)
        ]
    );
}

#[test]
fn statistics_have_names_that_can_be_read() {
    let lines: [&[&str]; 2] = [&[], &[]];
    let mut game = row(json!(3), json!(null), 4, lines, [json!(115), json!(104)]);
    game["id"] = json!(12637);
    game["teams"]["home"]["id"] = json!(7);
    game["teams"]["visitors"]["id"] = json!(11);
    let game = one(SPORT, &game, now());
    let told = particulars(SPORT, Particular::Statistics, "games-statistics-2.json", &game);
    let Some(told) = told else { return };
    let rows = told.statistics.expect("are there");
    let of = |name: &str| rows.iter().find(|row| row.name == name).expect("is there");
    assert_eq!(of("field_goals_made").values, [Some(41.0), Some(34.0)]);
    assert_eq!(of("field_goals_percentage").values, [Some(49.4), Some(36.2)]);
    assert_eq!(of("rebounds").values, [Some(54.0), Some(44.0)]);
    assert_eq!(of("three_pointers_made").label, "Three pointers made");
}
