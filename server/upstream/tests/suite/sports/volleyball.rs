//! Volleyball.

use super::{check, later, one, recorded, tables, winners};
use entity::model::{Phase, Sport};
use serde_json::{Value, json};

const SPORT: Sport = Sport::Volleyball;

/// A row; a set of `None` is not played.
pub fn row(short: &str, scores: [Value; 2], sets: [Option<[i64; 2]>; 5]) -> Value {
    let pair = |points: Option<[i64; 2]>| json!({"home": points.map(|set| set[0]), "away": points.map(|set| set[1])});
    let [home, away] = scores;
    let [first, second, third, fourth, fifth] = sets.map(pair);
    json!({"id": 1, "date": "2026-10-01T18:00:00+00:00", "timestamp": 1_790_877_600, "week": "4",
        "status": {"long": "Some text", "short": short},
        "country": {"id": 34, "name": "Poland", "code": "PL", "flag": null},
        "league": {"id": 1, "name": "I. Liga", "type": "League", "logo": null, "season": 2026},
        "teams": {"home": {"id": 1, "name": "A", "logo": null},
            "away": {"id": 2, "name": "B", "logo": null}},
        "scores": {"home": home, "away": away},
        "periods": {"first": first, "second": second, "third": third, "fourth": fourth,
            "fifth": fifth}})
}

#[test]
fn recorded_matches_have_their_sets() {
    let Some(rows) = recorded(SPORT, "games-date-1.json", super::instant("2026-10-01T06:00:00Z"))
    else {
        return;
    };
    check(
        &rows,
        &[
            "208733 FT finished 3-0 | S1 25-17 S2 25-12 S3 25-18",
            "208491 FT finished 3-0 | S1 25-14 S2 25-23 S3 25-23",
            "206488 FT finished 3-2 | S1 25-22 S2 25-20 S3 19-25 S4 20-25 S5 15-11",
            "217111 FT finished 3-2 | S1 22-25 S2 24-26 S3 25-20 S4 26-24 S5 15-11",
            "217112 FT finished 0-3 | S1 19-25 S2 23-25 S3 18-25",
            "217113 NS scheduled x-x |",
        ],
    );
    assert_eq!(winners(&rows[2]), [Some(true), Some(false)]);
    assert_eq!(rows[3].league.round.as_deref(), Some("Quarter-finals"));
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-2.json", later()) else { return };
    check(
        &rows,
        &[
            "180824 FT finished 3-2 | S1 25-16 S2 22-25 S3 25-22 S4 20-25 S5 15-13",
            "180823 FT finished 3-1 | S1 25-13 S2 23-25 S3 25-22 S4 25-21",
            "180826 FT finished 0-3 | S1 21-25 S2 16-25 S3 15-25",
            "180825 FT finished 2-3 | S1 25-20 S2 25-22 S3 16-25 S4 18-25 S5 11-15",
        ],
    );
    assert_eq!(rows[1].league.round.as_deref(), Some("3rd place"));
}

#[test]
fn the_running_set_is_shown_and_counts_for_nobody() {
    let sets = [Some([25, 20]), Some([12, 14]), None, None, None];
    let now = super::instant("2026-10-01T19:30:00Z");
    let seen = one(SPORT, &row("S2", [json!(1), json!(0)], sets), now);
    assert_eq!((seen.status.phase, seen.status.label.as_str()), (Phase::Live, "Second set"));
    check(&[seen], &["1 S2 live 1-0 | S1 25-20 S2 12-14"]);
    let cancelled = one(SPORT, &row("CANC", [json!(0), json!(0)], sets), now);
    check(&[cancelled], &["1 CANC cancelled x-x |"]);
}

#[test]
fn a_table_counts_sets() {
    let Some(found) = tables(SPORT, "standings-1.json") else { return };
    let rows = &found[0].groups[0].rows;
    assert_eq!(rows.len(), 15);
    let first = &rows[0];
    assert_eq!((first.team_name.as_str(), first.points, first.played), ("Zenit Kazan", 79, 28));
    assert_eq!((first.win, first.draw, first.lose), (27, 0, 1));
    assert_eq!((first.goals_for, first.goals_against, first.goals_diff), (82, 13, 69));
    assert_eq!(rows[14].description.as_deref(), Some("Superleague (Relegation)"));
}
