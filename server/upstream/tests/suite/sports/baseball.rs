//! Baseball.

use super::{check, group, later, one, recorded, tables, winners};
use entity::model::{Phase, Sport};
use serde_json::{Value, json};

const SPORT: Sport = Sport::Baseball;

/// A row; -1 in an inning is an inning without a number.
pub fn row(short: &str, home: (&[i64], Value, Value), away: (&[i64], Value, Value)) -> Value {
    let line = |(innings, extra, total): (&[i64], Value, Value)| {
        let at = |n: usize| innings.get(n).copied().filter(|runs| *runs >= 0);
        let mut all: serde_json::Map<String, Value> =
            (0..9).map(|n| ((n + 1).to_string(), json!(at(n)))).collect();
        all.insert("extra".to_owned(), extra);
        json!({"hits": 5, "errors": 0, "innings": all, "total": total})
    };
    json!({"id": 1, "date": "2026-10-01T18:00:00+00:00", "timestamp": 1_790_877_600, "week": null,
        "status": {"long": "Some text", "short": short},
        "country": {"id": 1, "name": "USA", "code": "US", "flag": null},
        "league": {"id": 1, "name": "MLB", "type": "League", "logo": null, "season": 2026},
        "teams": {"home": {"id": 1, "name": "A", "logo": null},
            "away": {"id": 2, "name": "B", "logo": null}},
        "scores": {"home": line(home), "away": line(away)}})
}

fn now() -> entity::model::Instant {
    super::instant("2026-10-01T19:30:00Z")
}

#[test]
fn recorded_games_have_their_innings_and_the_extra_ones() {
    let Some(rows) = recorded(SPORT, "games-date-1.json", super::instant("2026-10-01T08:00:00Z"))
    else {
        return;
    };
    check(
        &rows,
        &[
            "187810 FT finished 3-4 | 1 1-1 2 0-0 3 0-0 4 0-0 5 0-0 6 0-0 7 2-0 8 0-2 9 0-0 EI 0-1",
            "187811 FT finished 3-7 | 1 1-4 2 1-0 3 0-0 4 1-0 5 0-0 6 0-3 7 0-0 8 0-0 9 0-0",
            // Whoever leads at home does not bat again.
            "187803 FT finished 9-2 | 1 0-0 2 0-0 3 0-0 4 1-0 5 1-0 6 6-1 7 1-1 8 0-0 9 x-0",
            "187812 FT finished 4-1 | 1 0-0 2 2-0 3 0-0 4 2-1 5 0-0 6 0-0 7 0-0 8 0-0 9 x-0",
            "180702 NS scheduled x-x |",
        ],
    );
    assert_eq!(rows[0].status.label, "After extra innings");
    assert_eq!(rows[1].status.label, "Finished");
    assert_eq!(rows[0].league.round.as_deref(), Some("Final"));
    assert_eq!(rows[8].league.country.as_deref(), Some("South-Korea"));
    let facts = rows[0].statistics.as_deref().expect("are there");
    assert_eq!((facts[0].name.as_str(), &facts[0].values), ("hits", &vec![Some(9.0), Some(12.0)]));
    assert_eq!(facts[1].values, [Some(0.0), Some(0.0)]);
    assert_eq!(rows[4].statistics, None);
}

#[test]
fn extra_innings_are_one_part_even_without_runs_on_one_side() {
    let Some(rows) =
        recorded(SPORT, "games-team-season-excerpt-1.json", super::instant("2023-05-23T12:00:00Z"))
    else {
        return;
    };
    check(
        &rows,
        &[
            "136448 FT finished 3-2 | 1 2-0 2 0-0 3 0-0 4 0-0 5 0-1 6 0-0 7 0-0 8 0-1 9 0-0 EI 1-0",
            "136822 FT finished 3-0 | 1 0-0 2 0-0 3 0-0 4 0-0 5 0-0 6 0-0 7 0-0 8 0-0 9 0-0 EI 3-0",
            "136861 FT finished 4-7 | 1 1-0 2 0-0 3 1-1 4 2-0 5 0-3 6 0-0 7 0-0 8 0-0 9 0-0 EI 0-3",
            "136901 NS scheduled x-x |",
        ],
    );
    // The emblem has one address whatever host the answer names.
    let logo = rows[0].league.logo.as_deref();
    assert_eq!(logo, Some("https://media.api-sports.io/baseball/leagues/1.png"));
}

#[test]
fn a_game_may_end_early_and_lack_its_hits() {
    let Some(rows) = recorded(SPORT, "games-id-docs-1.json", later()) else { return };
    check(&rows, &["1 FT finished 3-0 | 1 0-0 2 0-0 3 0-0 4 0-0 5 0-0 6 3-0 7 x-0"]);
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-2.json", later()) else { return };
    let seen = rows.iter().find(|row| row.id.0 == "153225").expect("is there");
    assert_eq!(seen.statistics, None);
    check(
        &rows,
        &["153225 FT finished 6-1 | 1 1-1 2 0-0 3 0-0 4 2-0 5 0-0 6 0-0 7 3-0 8 0-0 9 x-0"],
    );
}

#[test]
fn the_side_that_has_not_batted_tells_top_from_bottom() {
    let away: &[i64] = &[1, 0, 2, 0, 0, 0, 1];
    let top: &[i64] = &[0, 0, 2, 0, 1, 0];
    let bottom: &[i64] = &[0, 0, 2, 0, 1, 0, 0];
    for (home, clock) in [(top, "Top 7"), (bottom, "Bottom 7")] {
        let row = row("IN7", (home, json!(null), json!(3)), (away, json!(null), json!(4)));
        let seen = one(SPORT, &row, now());
        assert_eq!(seen.status.clock.as_deref(), Some(clock));
        assert_eq!(
            (seen.status.phase, seen.status.label.as_str()),
            (Phase::Live, "Seventh inning")
        );
        assert_eq!(winners(&seen), [Some(false), Some(true)]);
    }
    // In the top of the seventh.
    let row = row("in7", (top, json!(null), json!(3)), (away, json!(null), json!(4)));
    check(
        &[one(SPORT, &row, now())],
        &["1 IN7 live 3-4 | 1 0-1 2 0-0 3 2-2 4 0-0 5 1-0 6 0-0 7 x-1"],
    );
}

#[test]
fn a_tenth_inning_is_play_though_no_list_names_it() {
    let nine: &[i64] = &[0, 0, 2, 0, 1, 0, 0, 0, 0];
    let other: &[i64] = &[3, 0, 0, 0, 0, 0, 0, 0, 0];
    for code in ["IN10", "IN14"] {
        let row = row(code, (nine, json!(0), json!(3)), (other, json!(1), json!(4)));
        let seen = one(SPORT, &row, now());
        assert_eq!((seen.status.phase, seen.status.code.as_str()), (Phase::Live, code));
        assert_eq!(seen.status.label, "Extra innings");
        assert!(super::line(&seen).ends_with("9 0-0 EI 0-1"), "{}", super::line(&seen));
    }
    for code in ["IN0", "IN100", "INTERVAL"] {
        let row = row(code, (nine, json!(null), json!(3)), (other, json!(null), json!(3)));
        assert_eq!(one(SPORT, &row, now()).status.phase, Phase::Unknown, "{code}");
    }
}

#[test]
fn a_level_game_has_no_winner_and_runs_beyond_nine_innings_are_extra() {
    let nine: &[i64] = &[0, 0, 2, 0, 1, 0, 0, 0, 0];
    let other: &[i64] = &[3, 0, 0, 0, 0, 0, 0, 0, 0];
    let tie = row("FT", (nine, json!(null), json!(3)), (other, json!(null), json!(3)));
    assert_eq!(winners(&one(SPORT, &tie, now())), [None, None]);
    let row = row("FT", (nine, json!(null), json!(5)), (other, json!(null), json!(4)));
    assert!(super::line(&one(SPORT, &row, now())).ends_with("9 0-0 EI 2-1"));
}

#[test]
fn tables_of_several_stages_are_told_apart() {
    let Some(found) = tables(SPORT, "standings-docs-1.json") else { return };
    let names: Vec<_> = found[0].groups.iter().filter_map(|group| group.name.as_deref()).collect();
    assert_eq!(
        names,
        [
            "MLB - Regular Season - American League",
            "MLB - Regular Season - AL East",
            "MLB - Pre-season - American League"
        ]
    );
    let row = &found[0].groups[2].rows[0];
    assert_eq!((row.rank, row.win, row.lose, row.goals_for), (9, 5, 7, 57));
    assert_eq!(row.percent, Some(41.7));
    let Some(found) = tables(SPORT, "standings-excerpt-1.json") else { return };
    let row = &group(&found[0], "National League West").rows[0];
    assert_eq!((row.rank, row.team_name.as_str()), (2, "San Diego Padres"));
    assert_eq!((row.win, row.lose, row.goals_diff), (93, 69, 91));
    assert_eq!((row.percent, row.form.as_deref()), (Some(57.4), Some("LLWWL")));
}
