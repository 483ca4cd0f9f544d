//! Australian football.

use super::{check, later, one, particulars, recorded, tables, winners};
use entity::model::{IncidentKind, Role, Sport};
use serde_json::{Value, json};
use upstream::sport::Particular;

const SPORT: Sport = Sport::Afl;

/// A row.
pub fn row(short: &str, scores: [Value; 2]) -> Value {
    let side = |score: Value| json!({"score": score, "goals": 0, "behinds": 0, "psgoals": 0, "psbehinds": 0});
    let [home, away] = scores.map(side);
    json!({"game": {"id": 1}, "league": {"id": 1, "season": 2026},
        "date": "2026-10-01T18:00:00+00:00", "time": "18:00", "timestamp": "1790877600",
        "timezone": "UTC", "round": "Regular Season", "week": 21, "venue": "Ground",
        "attendance": null, "status": {"long": "Some text", "short": short},
        "teams": {"home": {"id": 14, "name": "A", "logo": null},
            "away": {"id": 9, "name": "B", "logo": null}},
        "scores": {"home": home, "away": away}})
}

#[test]
fn recorded_games_have_their_points_and_a_called_off_one_has_none() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-2.json", later()) else { return };
    check(
        &rows,
        &[
            "2920 CANC cancelled x-x |",
            "2921 CANC cancelled x-x |",
            "2922 CANC cancelled x-x |",
            "2924 FT finished 110-59 |",
            "2923 FT finished 97-87 |",
            "3010 FT finished 90-77 |",
            "3011 FT finished 90-85 |",
            "3012 FT finished 148-36 |",
            "3013 FT finished 84-81 |",
            "3014 FT finished 84-82 |",
        ],
    );
    assert_eq!(winners(&rows[3]), [Some(true), Some(false)]);
    assert_eq!(rows[3].league.name, "AFL Premiership");
    assert_eq!(rows[3].league.round.as_deref(), Some("Regular Season - Week 21"));
    assert_eq!(rows[3].starts_at.to_rfc3339(), "2024-08-02T09:15:00+00:00");
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    check(&rows, &["2952 FT finished 86-64 |", "2953 FT finished 85-86 |"]);
    assert_eq!(rows[0].league.round.as_deref(), Some("Regular Season - Opening Round"));
}

#[test]
fn running_totals_become_the_points_of_each_quarter() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    let told = particulars(SPORT, Particular::Quarters, "quarters-1.json", &rows[0]);
    let periods = told.and_then(|told| told.periods).expect("are there");
    let brief: Vec<_> =
        periods.iter().map(|period| (period.name.as_str(), period.scores.clone())).collect();
    let both = |home, away| vec![Some(home), Some(away)];
    assert_eq!(
        brief,
        [("Q1", both(21, 12)), ("Q2", both(6, 8)), ("Q3", both(25, 30)), ("Q4", both(34, 14))]
    );
    let other = particulars(SPORT, Particular::Quarters, "quarters-1.json", &rows[1]);
    assert_eq!(other.and_then(|told| told.periods), None);
}

#[test]
fn a_fifth_quarter_is_overtime_and_a_total_that_falls_ends_the_list() {
    use crate::recordings::open;
    use upstream::{adapter::Known, sport::read};
    let game =
        one(SPORT, &row("FT", [json!(90), json!(80)]), super::instant("2026-10-02T00:00:00Z"));
    let quarter = |n: u32, home: i64, away: i64| {
        json!({"quarter": n, "teams": {"home": {"id": 14, "points": home},
            "away": {"id": 9, "points": away}}})
    };
    let read = |quarters: Value| {
        let body = json!({"get": "games/quarters", "errors": [],
            "response": [{"game": {"id": 1}, "quarters": quarters}]});
        let known = Known::of_observation(&game);
        let told = read::particulars(SPORT, Particular::Quarters, &open(body.to_string()), &known);
        let periods = told.expect("is a list").periods.unwrap_or_default();
        periods.into_iter().map(|period| (period.name, period.scores)).collect::<Vec<_>>()
    };
    let mut all =
        vec![quarter(1, 20, 20), quarter(2, 40, 40), quarter(3, 60, 60), quarter(4, 80, 80)];
    all.push(quarter(5, 90, 80));
    let last = read(json!(all)).pop().expect("there are five");
    assert_eq!(last, ("OT".to_owned(), vec![Some(10), Some(0)]));
    all[1] = quarter(2, 10, 40);
    assert_eq!(read(json!(all)).len(), 1);
}

#[test]
fn events_have_their_quarters_minute_with_time_on_apart() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    let told = particulars(SPORT, Particular::Events, "events-1.json", &rows[0]);
    let events = told.and_then(|told| told.incidents).expect("are there");
    let first = &events[0];
    assert_eq!((first.kind, first.detail.as_deref()), (IncidentKind::Goal, Some("behind")));
    assert_eq!((first.elapsed, first.extra, first.competitor), (Some(3), None, Some(Role::Away)));
    assert_eq!((first.player.as_deref(), first.player_id.as_deref()), (None, Some("538")));
    // Minute 26 of the first quarter, and 31 of the second.
    assert_eq!((events[7].elapsed, events[7].extra), (Some(20), Some(6)));
    assert_eq!(events[7].competitor, Some(Role::Home));
    assert_eq!((events[12].elapsed, events[12].extra), (Some(40), Some(11)));
    assert_eq!(events[12].comment.as_deref(), Some("Q2, minute 31"));
}

#[test]
fn the_ladder_is_whose_was_asked_for() {
    let Some(found) = tables(SPORT, "standings-1.json") else { return };
    assert_eq!(
        (found[0].league.id.0.as_str(), found[0].league.season.as_deref()),
        ("1", Some("2024"))
    );
    let rows = &found[0].groups[0].rows;
    assert_eq!(rows.len(), 18);
    let first = &rows[0];
    assert_eq!((first.team_name.as_str(), first.points), ("Sydney Swans", 68));
    assert_eq!((first.played, first.win, first.draw, first.lose), (23, 17, 0, 6));
    assert_eq!((first.goals_for, first.goals_against), (2242, 1769));
    // 2242 / 1769.
    assert_eq!((first.percent, first.form.as_deref()), (Some(126.7), Some("WWWLL")));
    assert_eq!((rows[4].win, rows[4].draw, rows[4].lose), (14, 1, 8));
}

#[test]
fn statistics_leave_out_behinds_that_are_too_few() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    let told = particulars(SPORT, Particular::Statistics, "statistics-teams-1.json", &rows[0]);
    let rows = told.and_then(|told| told.statistics).expect("are there");
    let of = |name: &str| rows.iter().find(|row| row.name == name);
    // Home is team 14, which stands second in the answer.
    assert_eq!(of("disposals").expect("is there").values, [Some(357.0), Some(353.0)]);
    assert_eq!(of("scoring_goals").expect("is there").values, [Some(12.0), Some(9.0)]);
    assert_eq!(of("marks").expect("is there").values, [Some(99.0), Some(63.0)]);
    assert!(of("scoring_behinds").is_none());
}
