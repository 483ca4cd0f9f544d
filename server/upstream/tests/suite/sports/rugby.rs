//! Rugby.

use super::{check, later, one, recorded, tables, winners};
use entity::model::Sport;
use serde_json::{Value, json};

const SPORT: Sport = Sport::Rugby;

/// A row; the parts are the halves and both parts of extra time.
pub fn row(short: &str, scores: [Value; 2], parts: [[Value; 2]; 4]) -> Value {
    let pair = |[home, away]: [Value; 2]| json!({"home": home, "away": away});
    let [first, second, overtime, second_overtime] = parts.map(pair);
    json!({"id": 1, "date": "2026-10-01T18:00:00+00:00", "timestamp": 1_790_877_600, "week": "5",
        "status": {"long": "Some text", "short": short},
        "country": {"id": 7, "name": "France", "code": "FR", "flag": null},
        "league": {"id": 16, "name": "Top 14", "type": "League", "logo": null, "season": 2026},
        "teams": {"home": {"id": 1, "name": "A", "logo": null},
            "away": {"id": 2, "name": "B", "logo": null}},
        "scores": pair(scores),
        "periods": {"first": first, "second": second, "overtime": overtime,
            "second_overtime": second_overtime}})
}

fn now() -> entity::model::Instant {
    super::instant("2026-10-01T19:30:00Z")
}

const NONE: [Value; 2] = [Value::Null, Value::Null];

#[test]
fn recorded_matches_have_their_halves_and_extra_time() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    check(
        &rows,
        &[
            "45917 FT finished 21-19 | 1H 12-16 2H 9-3",
            "45918 FT finished 22-26 | 1H 14-17 2H 8-9",
            "45919 FT finished 31-28 | 1H 13-14 2H 18-14",
            "45920 FT finished 39-7 | 1H 10-7 2H 29-0",
            "45921 FT finished 46-26 | 1H 28-5 2H 18-21",
            "45922 FT finished 19-15 | 1H 7-3 2H 12-12",
            "45923 FT finished 18-43 | 1H 6-23 2H 12-20",
            "45924 FT finished 30-28 | 1H 13-17 2H 17-11",
        ],
    );
    assert_eq!(rows[0].league.round.as_deref(), Some("Week 1"));
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-2.json", later()) else { return };
    check(
        &rows,
        &[
            "49532 FT finished 32-25 | 1H 20-15 2H 12-10",
            "49538 FT finished 39-24 | 1H 15-10 2H 24-14",
            "49688 AET finished 39-33 | 1H 20-16 2H 13-17 OT 6-0",
        ],
    );
    assert_eq!(rows[2].league.round.as_deref(), Some("Final"));
    assert_eq!(rows[2].status.label, "After extra time");
    assert_eq!(winners(&rows[2]), [Some(true), Some(false)]);
}

#[test]
fn a_total_without_parts_is_a_result_and_a_level_one_has_no_winner() {
    let bare = one(SPORT, &row("FT", [json!(20), json!(20)], [NONE; 4]), now());
    assert_eq!(winners(&bare), [None, None]);
    check(&[bare], &["1 FT finished 20-20 |"]);
}

#[test]
fn extra_time_that_shows_only_in_the_total_is_extra_time() {
    let halves = [[json!(10), json!(7)], [json!(6), json!(9)], NONE, NONE];
    for code in ["AET", "FT"] {
        let seen = one(SPORT, &row(code, [json!(19), json!(16)], halves.clone()), now());
        assert!(super::line(&seen).ends_with("1H 10-7 2H 6-9 OT 3-0"), "{}", super::line(&seen));
    }
    let both =
        [[json!(10), json!(7)], [json!(6), json!(9)], [json!(3), json!(3)], [json!(0), json!(3)]];
    let seen = one(SPORT, &row("AET", [json!(19), json!(22)], both), now());
    check(&[seen], &["1 AET finished 19-22 | 1H 10-7 2H 6-9 OT 3-3 OT2 0-3"]);
}

#[test]
fn at_half_time_the_second_half_has_not_begun() {
    let halves = [[json!(10), json!(7)], [json!(0), json!(0)], NONE, NONE];
    let seen = one(SPORT, &row("HT", [json!(10), json!(7)], halves), now());
    check(&[seen], &["1 HT break 10-7 | 1H 10-7"]);
}

#[test]
fn bonus_points_are_part_of_the_points() {
    let Some(found) = tables(SPORT, "standings-docs-1.json") else { return };
    let group = &found[0].groups[0];
    assert_eq!((group.name.as_deref(), group.rows.len()), (Some("Regular Season"), 8));
    let third = &group.rows[2];
    assert_eq!(third.team_name, "Fijian Drua");
    assert_eq!((third.win, third.draw, third.lose, third.points), (3, 2, 2, 17));
    assert_eq!((third.goals_for, third.goals_against, third.percent), (231, 214, None));
}
