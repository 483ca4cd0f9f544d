//! Handball.

use super::{check, later, one, recorded, tables, winners};
use entity::model::{Phase, Sport};
use serde_json::{Value, json};

const SPORT: Sport = Sport::Handball;

/// A row with its two halves.
pub fn row(short: &str, scores: [Value; 2], halves: [[Value; 2]; 2]) -> Value {
    let pair = |[home, away]: [Value; 2]| json!({"home": home, "away": away});
    let [first, second] = halves.map(pair);
    json!({"id": 1, "date": "2026-10-01T18:00:00+00:00", "timestamp": 1_790_877_600, "week": "5",
        "status": {"long": "Some text", "short": short},
        "country": {"id": 13, "name": "Germany", "code": "DE", "flag": null},
        "league": {"id": 39, "name": "Bundesliga", "type": "League", "logo": null, "season": 2026},
        "teams": {"home": {"id": 1, "name": "A", "logo": null},
            "away": {"id": 2, "name": "B", "logo": null}},
        "scores": pair(scores), "periods": {"first": first, "second": second}})
}

fn now() -> entity::model::Instant {
    super::instant("2026-10-01T19:30:00Z")
}

#[test]
fn recorded_matches_have_their_halves() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    check(
        &rows,
        &[
            "166376 FT finished 28-32 | 1H 15-15 2H 13-17",
            "166377 FT finished 20-28 | 1H 11-13 2H 9-15",
            "166378 FT finished 32-27 | 1H 14-14 2H 18-13",
            "166379 FT finished 25-25 | 1H 15-13 2H 10-12",
            "166380 FT finished 42-28 | 1H 22-12 2H 20-16",
            "166381 FT finished 35-28 | 1H 18-16 2H 17-12",
            "166382 FT finished 35-41 | 1H 17-19 2H 18-22",
            "166383 FT finished 33-24 | 1H 15-12 2H 18-12",
        ],
    );
    assert_eq!(winners(&rows[3]), [None, None]);
    let Some(rows) = recorded(SPORT, "games-h2h-1.json", later()) else { return };
    check(&rows, &["166675 FT finished 39-29 | 1H 20-15 2H 19-14"]);
}

#[test]
fn what_the_total_holds_beyond_the_halves_is_overtime() {
    let halves = [[json!(15), json!(13)], [json!(10), json!(12)]];
    for (code, scores, line) in [
        ("AET", [31, 29], "1 AET finished 31-29 | 1H 15-13 2H 10-12 OT 6-4"),
        ("FT", [31, 29], "1 FT finished 31-29 | 1H 15-13 2H 10-12 OT 6-4"),
        ("FT", [25, 25], "1 FT finished 25-25 | 1H 15-13 2H 10-12"),
        // Level after overtime, and the shoot-out is not in the total.
        ("AP", [29, 29], "1 AP finished 29-29 | 1H 15-13 2H 10-12 OT 4-4"),
        // In it: nobody can tell how much of it.
        ("AP", [33, 32], "1 AP finished 33-32 | 1H 15-13 2H 10-12 OT+PEN 8-7"),
    ] {
        let scores = scores.map(Value::from);
        check(&[one(SPORT, &row(code, scores, halves.clone()), now())], &[line]);
    }
    let level = one(SPORT, &row("AP", [json!(29), json!(29)], halves), now());
    assert_eq!(winners(&level), [None, None]);
}

#[test]
fn a_walkover_is_awarded() {
    let none = [[json!(null), json!(null)], [json!(null), json!(null)]];
    let seen = one(SPORT, &row("WO", [json!(10), json!(0)], none), now());
    assert_eq!((seen.status.phase, seen.status.label.as_str()), (Phase::Awarded, "Walkover"));
    assert_eq!(winners(&seen), [Some(true), Some(false)]);
}

#[test]
fn a_table_without_groups_is_named_after_its_stage() {
    let Some(found) = tables(SPORT, "standings-excerpt-1.json") else { return };
    let group = &found[0].groups[0];
    assert_eq!((group.name.as_deref(), group.rows.len()), (Some("Bundesliga - Regular Season"), 9));
    let first = &group.rows[0];
    assert_eq!((first.team_name.as_str(), first.points), ("Fuchse Berlin", 58));
    assert_eq!((first.played, first.win, first.draw, first.lose), (34, 27, 4, 3));
    assert_eq!((first.goals_for, first.goals_against, first.goals_diff), (1197, 984, 213));
    assert_eq!(group.rows[2].form.as_deref(), Some("WDWLW"));
}
