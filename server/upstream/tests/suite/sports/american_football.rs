//! American football.

use super::{check, group, later, one, particulars, recorded, tables, winners};
use entity::model::{IncidentKind, Phase, Role, Sport};
use serde_json::{Value, json};
use upstream::sport::Particular;

const SPORT: Sport = Sport::AmericanFootball;

/// A row; -1 is no number.
pub fn row(short: &str, timer: Value, home: [i64; 6], away: [i64; 6]) -> Value {
    let line = |points: [i64; 6]| {
        let [q1, q2, q3, q4, ot, total] =
            points.map(|n| if n < 0 { Value::Null } else { n.into() });
        json!({"quarter_1": q1, "quarter_2": q2, "quarter_3": q3, "quarter_4": q4, "overtime": ot,
            "total": total})
    };
    json!({"game": {"id": 1, "stage": "Regular Season", "week": "Week 4",
            "date": {"timezone": "UTC", "date": "2026-10-01", "time": "18:00",
                "timestamp": 1_790_877_600},
            "venue": {"name": null, "city": null},
            "status": {"short": short, "long": "Some text", "timer": timer}},
        "league": {"id": 1, "name": "NFL", "season": "2026", "logo": null,
            "country": {"name": "USA", "code": "US", "flag": null}},
        "teams": {"home": {"id": 1, "name": "A", "logo": null},
            "away": {"id": 2, "name": "B", "logo": null}},
        "scores": {"home": line(home), "away": line(away)}})
}

fn now() -> entity::model::Instant {
    super::instant("2026-10-01T19:30:00Z")
}

#[test]
fn recorded_games_have_their_quarters_and_overtime_without_a_code_for_it() {
    let Some(rows) = recorded(SPORT, "games-date-1.json", later()) else { return };
    check(
        &rows,
        &[
            "3955 FT finished 26-27 | Q1 3-7 Q2 13-0 Q3 7-3 Q4 3-17",
            "3956 FT finished 19-10 | Q1 0-0 Q2 0-7 Q3 7-3 Q4 12-0",
            "3957 FT finished 20-23 | Q1 3-10 Q2 3-7 Q3 8-0 Q4 6-3 OT 0-3",
            "3958 FT finished 35-38 | Q1 7-0 Q2 7-24 Q3 7-14 Q4 14-0",
            "3959 FT finished 20-7 | Q1 3-0 Q2 14-0 Q3 3-7 Q4 0-0",
            "3963 FT finished 20-20 | Q1 0-3 Q2 10-0 Q3 10-0 Q4 0-17 OT 0-0",
            "3982 FT finished 23-29 | Q1 7-0 Q2 13-0 Q3 3-7 Q4 0-16 OT 0-6",
        ],
    );
    let of = |id: &str| rows.iter().find(|row| row.id.0 == id).expect("is there");
    assert_eq!(of("3957").status.label, "After overtime");
    assert_eq!(of("3955").status.label, "Finished");
    assert_eq!(winners(of("3963")), [None, None]);
    assert_eq!(of("3955").league.round.as_deref(), Some("Regular Season - Week 1"));
    assert_eq!(of("3955").league.country.as_deref(), Some("USA"));
    assert_eq!(of("3955").starts_at.to_rfc3339(), "2022-09-11T17:00:00+00:00");
    let venue = of("3955").venue.as_ref().and_then(|venue| venue.name.as_deref());
    assert_eq!(venue, Some("Mercedes-Benz Stadium"));
}

#[test]
fn college_games_are_of_another_league() {
    let Some(rows) = recorded(SPORT, "games-date-2.json", later()) else { return };
    check(
        &rows,
        &[
            "4550 FT finished 38-26 | Q1 14-7 Q2 3-10 Q3 14-3 Q4 7-6",
            "4002 FT finished 27-15 | Q1 7-3 Q2 7-9 Q3 0-3 Q4 13-0",
            "4551 AOT finished 24-27 | Q1 0-0 Q2 7-7 Q3 0-7 Q4 14-7 OT 3-6",
        ],
    );
    assert_eq!(rows[0].league.id.0, "2");
    assert_eq!(rows[0].league.round.as_deref(), Some("FBS (Division I-A) - Week 5"));
    assert_eq!(rows[0].venue, None);
}

#[test]
fn a_game_cut_short_ends_with_its_third_quarter() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    check(&rows, &["13146 FT finished 21-17 | Q1 0-7 Q2 14-10 Q3 7-0"]);
}

#[test]
fn a_game_the_upstream_forgot_is_unknown() {
    let name = "games-league-season-excerpt-2.json";
    let Some(rows) = recorded(SPORT, name, later()) else { return };
    check(
        &rows,
        &["17148 NS unknown x-x |", "13466 FT finished 40-22 | Q1 7-0 Q2 17-0 Q3 10-6 Q4 6-16"],
    );
    assert_eq!(rows[0].status.label, "No result reported");
    let Some(rows) = recorded(SPORT, name, super::instant("2025-02-03T19:00:00Z")) else { return };
    check(&rows, &["17148 NS scheduled x-x |"]);
}

#[test]
fn the_clock_counts_down() {
    let seen =
        one(SPORT, &row("Q2", json!("8:22"), [0, 7, -1, -1, -1, 7], [7, 3, -1, -1, -1, 10]), now());
    assert_eq!(seen.status.clock.as_deref(), Some("8:22 left"));
    assert_eq!((seen.status.phase, seen.status.elapsed), (Phase::Live, None));
    check(&[seen], &["1 Q2 live 7-10 | Q1 0-7 Q2 7-3"]);
    let half =
        one(SPORT, &row("HT", json!(null), [0, 7, 0, 0, -1, 7], [7, 3, 0, 0, -1, 10]), now());
    check(&[half], &["1 HT break 7-10 | Q1 0-7 Q2 7-3"]);
}

#[test]
fn the_date_stands_in_for_a_timestamp_where_it_is_in_utc() {
    let mut dated = row("NS", json!(null), [-1; 6], [-1; 6]);
    dated["game"]["date"]["timestamp"] = json!(null);
    let seen = one(SPORT, &dated, now());
    assert_eq!(seen.starts_at.to_rfc3339(), "2026-10-01T18:00:00+00:00");
}

#[test]
fn a_table_is_one_group_a_division() {
    let Some(found) = tables(SPORT, "standings-2023-A.json") else { return };
    assert_eq!(found.len(), 1);
    let sizes: Vec<usize> = found[0].groups.iter().map(|group| group.rows.len()).collect();
    assert_eq!(sizes, [4; 8]);
    let east = group(&found[0], "AFC East");
    let first = &east.rows[0];
    assert_eq!((first.rank, first.team_name.as_str()), (1, "Miami Dolphins"));
    assert_eq!((first.win, first.lose, first.draw, first.played), (6, 2, 0, 8));
    assert_eq!((first.goals_for, first.goals_against, first.goals_diff), (271, 204, 67));
    assert_eq!((first.percent, first.streak.as_deref()), (Some(75.0), Some("W1")));
    let logo = first.team_logo.as_deref();
    assert_eq!(logo, Some("https://media.api-sports.io/american-football/teams/25.png"));
    assert_eq!(group(&found[0], "NFC West").rows[3].goals_diff, -62);
}

#[test]
fn points_in_each_others_place_are_put_right() {
    let Some(found) = tables(SPORT, "standings-ncaa-excerpt-1.json") else { return };
    let first = &group(&found[0], "Atlantic Coast").rows[0];
    assert_eq!((first.team_name.as_str(), first.win, first.lose, first.draw), ("SMU", 11, 3, 0));
    assert_eq!((first.goals_for, first.goals_against, first.goals_diff), (511, 309, 202));
}

#[test]
fn events_are_scores_by_the_minute_of_the_game() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    let game = rows.iter().find(|row| row.id.0 == "13146").expect("is there");
    let told = particulars(SPORT, Particular::Events, "events-1.json", game);
    let events = told.and_then(|told| told.incidents).expect("are there");
    let brief: Vec<_> = events
        .iter()
        .map(|event| (event.elapsed, event.competitor, event.detail.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(
        brief,
        [
            // 8:39 left in the first quarter, 12:13, 8:22, 1:44 and 0:46 in the second, 11:39 in
            // the third.
            (Some(6), Some(Role::Away), "touchdown"),
            (Some(17), Some(Role::Away), "field_goal"),
            (Some(21), Some(Role::Home), "touchdown"),
            (Some(28), Some(Role::Away), "touchdown"),
            (Some(29), Some(Role::Home), "touchdown"),
            (Some(33), Some(Role::Home), "touchdown"),
        ]
    );
    assert!(events.iter().all(|event| event.kind == IncidentKind::Goal));
    assert_eq!(events[1].player.as_deref(), Some("Ka'imi Fairbairn"));
    assert_eq!(events[1].comment.as_deref(), Some("Ka'imi Fairbairn 33 Yd Field Goal"));
}

#[test]
fn statistics_are_numbers_and_times_in_seconds() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    let game = rows.iter().find(|row| row.id.0 == "13146").expect("is there");
    let told = particulars(SPORT, Particular::Statistics, "statistics-teams-1.json", game);
    let rows = told.and_then(|told| told.statistics).expect("are there");
    let of = |name: &str| rows.iter().find(|row| row.name == name).expect("is there");
    assert_eq!(of("first_downs").values, [Some(13.0), Some(15.0)]);
    assert_eq!(of("passing_yards_per_pass").values, [Some(9.6), Some(6.8)]);
    assert_eq!(of("posession").values, [Some(1015.0), Some(1474.0)]);
    assert_eq!(of("posession").unit.as_deref(), Some("s"));
    // `3-6` is a pair, and no number.
    assert!(rows.iter().all(|row| row.name != "first_downs_third_down_efficiency"));
}
