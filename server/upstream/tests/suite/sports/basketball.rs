//! Basketball.

use super::{check, group, later, one, particulars, recorded, tables, winners};
use entity::model::{Phase, Sport};
use serde_json::{Value, json};
use upstream::sport::Particular;

const SPORT: Sport = Sport::Basketball;

/// A row; `null` quarters where there are no points yet.
pub fn row(short: &str, timer: Value, home: [Value; 6], away: [Value; 6]) -> Value {
    let line = |[q1, q2, q3, q4, ot, total]: [Value; 6]| {
        json!({"quarter_1": q1, "quarter_2": q2, "quarter_3": q3, "quarter_4": q4,
            "over_time": ot, "total": total})
    };
    json!({"id": 1, "date": "2026-10-01T18:00:00+00:00", "timestamp": 1_790_877_600,
        "timezone": "UTC", "stage": null, "week": "2", "venue": "Arena",
        "status": {"long": "Some text", "short": short, "timer": timer},
        "league": {"id": 12, "name": "NBA", "type": "League", "season": "2026-2027", "logo": null},
        "country": {"id": 5, "name": "USA", "code": "US", "flag": null},
        "teams": {"home": {"id": 1, "name": "A", "logo": null},
            "away": {"id": 2, "name": "B", "logo": null}},
        "scores": {"home": line(home), "away": line(away)}})
}

fn points<const N: usize>(points: [i64; N]) -> [Value; N] {
    points.map(|points| if points < 0 { Value::Null } else { points.into() })
}

fn now() -> entity::model::Instant {
    super::instant("2026-10-01T19:30:00Z")
}

#[test]
fn recorded_games_have_their_quarters_and_overtime() {
    let Some(rows) = recorded(SPORT, "games-date-2.json", later()) else { return };
    check(
        &rows,
        &[
            "137229 FT finished 114-121 | Q1 34-32 Q2 25-21 Q3 26-30 Q4 29-38",
            "137230 FT finished 88-94 | Q1 20-14 Q2 24-26 Q3 25-31 Q4 19-23",
            "137231 FT finished 123-122 | Q1 27-38 Q2 32-37 Q3 33-13 Q4 31-34",
            "137232 AOT finished 138-134 | Q1 29-35 Q2 25-23 Q3 32-24 Q4 30-34 OT 22-18",
            "137233 FT finished 83-98 | Q1 18-26 Q2 19-31 Q3 22-24 Q4 24-17",
        ],
    );
    assert_eq!(winners(&rows[0]), [Some(false), Some(true)]);
    assert_eq!(rows[3].status.label, "After overtime");
    assert_eq!(rows[0].status.label, "Finished");
    assert_eq!(rows[0].league.season.as_deref(), Some("2021-2022"));
    assert_eq!(rows[0].competitors[0].name, "Los Angeles Lakers");
    assert_eq!(rows[0].starts_at.to_rfc3339(), "2021-10-20T02:00:00+00:00");
}

#[test]
fn a_season_is_a_text_or_a_year_and_a_postponed_game_has_no_score() {
    let Some(rows) = recorded(SPORT, "games-date-3.json", super::instant("2026-10-01T00:00:00Z"))
    else {
        return;
    };
    check(
        &rows,
        &[
            "506159 FT finished 68-80 | Q1 19-19 Q2 18-18 Q3 17-19 Q4 14-24",
            "510466 POST postponed x-x |",
            "523249 AOT finished 87-92 | Q1 18-13 Q2 21-18 Q3 22-21 Q4 15-24 OT 11-16",
            "524498 NS scheduled x-x |",
        ],
    );
    let seasons: Vec<_> = rows.iter().map(|row| row.league.season.as_deref()).collect();
    assert_eq!(seasons, [Some("2026-2027"), Some("2026"), Some("2026-2027"), Some("2026")]);
    let rounds: Vec<_> = rows.iter().map(|row| row.league.round.as_deref()).collect();
    assert_eq!(rounds, [Some("Week 2"), Some("Week 1"), None, Some("WNBA - Quarter-finals")]);
    // Its flag's address has a blank in it.
    assert_eq!((rows[1].league.country.as_deref(), &rows[1].league.flag), (Some("Europe"), &None));
    let venue = rows[0].venue.as_ref().and_then(|venue| venue.name.as_deref());
    assert_eq!(venue, Some("Sportova hala ARENA"));
}

#[test]
fn a_zone_in_the_date_moves_no_start() {
    let Some(rows) = recorded(SPORT, "games-team-season-excerpt-1.json", later()) else { return };
    let first = rows.iter().find(|row| row.id.0 == "330050").expect("is there");
    // 21:00-04:00 on 3 October.
    assert_eq!(first.starts_at.to_rfc3339(), "2022-10-04T01:00:00+00:00");
    check(
        &rows,
        &[
            "326404 AOT finished 126-131 | Q1 21-38 Q2 42-31 Q3 34-15 Q4 23-36 OT 6-11",
            "351723 FT finished 94-89 | Q1 22-24 Q2 22-27 Q3 26-20 Q4 24-18",
        ],
    );
}

#[test]
fn the_clock_counts_up_within_a_quarter() {
    let home = points([20, 4, -1, -1, -1, 24]);
    let seen =
        one(SPORT, &row("Q2", json!("8"), home.clone(), points([18, 7, -1, -1, -1, 25])), now());
    assert_eq!((seen.status.phase, seen.status.label.as_str()), (Phase::Live, "Second quarter"));
    assert_eq!((seen.status.clock.as_deref(), seen.status.elapsed), (Some("8'"), None));
    check(&[seen], &["1 Q2 live 24-25 | Q1 20-18 Q2 4-7"]);
    let seen = one(SPORT, &row("HT", json!("0"), home, points([18, 7, 0, -1, -1, 25])), now());
    assert_eq!(seen.status.clock, None);
    check(&[seen], &["1 HT break 24-25 | Q1 20-18 Q2 4-7"]);
}

#[test]
fn a_quarter_that_stands_at_nought_in_a_break_has_not_begun() {
    let row =
        row("BT", json!("0"), points([20, 21, 22, 0, -1, 63]), points([18, 17, 16, 0, -1, 51]));
    check(&[one(SPORT, &row, now())], &["1 BT break 63-51 | Q1 20-18 Q2 21-17 Q3 22-16"]);
}

#[test]
fn overtime_that_shows_only_in_the_total_is_overtime() {
    let home = points([20, 20, 20, 20, -1, 91]);
    for (code, away, line) in [
        (
            "FT",
            [25, 15, 20, 20, -1, 88],
            "1 FT finished 91-88 | Q1 20-25 Q2 20-15 Q3 20-20 Q4 20-20 OT 11-8",
        ),
        (
            "AOT",
            [25, 15, 20, 20, -1, 88],
            "1 AOT finished 91-88 | Q1 20-25 Q2 20-15 Q3 20-20 Q4 20-20 OT 11-8",
        ),
        // Not level after four quarters: the numbers merely disagree.
        (
            "FT",
            [25, 15, 20, 19, -1, 88],
            "1 FT finished 91-88 | Q1 20-25 Q2 20-15 Q3 20-20 Q4 20-19",
        ),
    ] {
        check(&[one(SPORT, &row(code, json!(null), home.clone(), points(away)), now())], &[line]);
    }
    let seen = one(SPORT, &row("FT", json!(null), home, points([25, 15, 20, 20, -1, 88])), now());
    assert_eq!(seen.status.label, "After overtime");
}

#[test]
fn totals_are_the_upstreams_whatever_the_quarters_say() {
    let bare =
        row("FT", json!(null), points([-1, -1, -1, -1, -1, 80]), points([-1, -1, -1, -1, -1, 79]));
    check(&[one(SPORT, &bare, now())], &["1 FT finished 80-79 |"]);
    let odd =
        row("FT", json!(null), points([20, 20, 20, 20, -1, 70]), points([9, 9, 9, 9, -1, 40]));
    let seen = one(SPORT, &odd, now());
    assert_eq!(seen.competitors[0].score, Some(70));
}

#[test]
fn one_list_of_places_is_two_conferences_and_six_divisions() {
    let Some(tables) = tables(SPORT, "standings-1.json") else { return };
    assert_eq!(tables.len(), 1);
    assert_eq!(tables[0].league.season.as_deref(), Some("2022-2023"));
    let sizes: Vec<usize> = tables[0].groups.iter().map(|group| group.rows.len()).collect();
    assert_eq!((sizes.len(), sizes.iter().sum::<usize>()), (8, 60));
    let west = group(&tables[0], "Western Conference");
    assert_eq!(west.rows.len(), 15);
    let first = &west.rows[0];
    assert_eq!((first.rank, first.team_name.as_str()), (1, "Denver Nuggets"));
    assert_eq!((first.played, first.win, first.lose), (81, 52, 29));
    assert_eq!((first.goals_for, first.goals_against, first.goals_diff), (9386, 9127, 259));
    assert_eq!((first.points, first.percent), (0, Some(64.2)));
    assert_eq!(first.description.as_deref(), Some("Promotion - NBA (Play Offs: 1/8-finals)"));
}

#[test]
fn statistics_stand_in_the_order_of_the_competitors() {
    let mut game = row("FT", json!(null), points([-1; 6]), points([-1; 6]));
    game["id"] = json!(425_068);
    game["teams"]["home"]["id"] = json!(139);
    game["teams"]["away"]["id"] = json!(133);
    let game = one(SPORT, &game, now());
    let told = particulars(SPORT, Particular::Statistics, "statistics-teams-1.json", &game);
    let Some(told) = told else { return };
    let rows = told.statistics.expect("are there");
    let values = |name: &str| rows.iter().find(|row| row.name == name).expect("is there");
    assert_eq!(values("field_goals").values, [Some(37.0), Some(36.0)]);
    assert_eq!(values("threepoint_goals_attempts").values, [Some(32.0), Some(61.0)]);
    assert_eq!(values("rebounds_defense").values, [Some(37.0), Some(27.0)]);
    assert_eq!(values("turnovers").values, [Some(24.0), Some(18.0)]);
    assert_eq!(values("field_goals_percentage").unit.as_deref(), Some("%"));
    assert!(rows.iter().all(|row| !row.name.contains("id")), "{rows:?}");
}
