//! Hockey.

use super::{check, group, later, one, particulars, recorded, tables, winners};
use entity::model::{IncidentKind, Role, Sport};
use serde_json::{Value, json};
use upstream::sport::Particular;

const SPORT: Sport = Sport::Hockey;

/// A row; the parts are first, second, third, overtime and penalties.
pub fn row(short: &str, timer: Value, scores: [Value; 2], parts: [Value; 5]) -> Value {
    let [home, away] = scores;
    let [first, second, third, overtime, penalties] = parts;
    json!({"id": 1, "date": "2026-10-01T18:00:00+00:00", "timestamp": 1_790_877_600,
        "week": null, "timer": timer, "status": {"long": "Some text", "short": short},
        "country": {"id": 31, "name": "USA", "code": "US", "flag": null},
        "league": {"id": 57, "name": "NHL", "type": "League", "logo": null, "season": 2026},
        "teams": {"home": {"id": 1, "name": "A", "logo": null},
            "away": {"id": 2, "name": "B", "logo": null}},
        "scores": {"home": home, "away": away},
        "periods": {"first": first, "second": second, "third": third, "overtime": overtime,
            "penalties": penalties}, "events": true})
}

fn now() -> entity::model::Instant {
    super::instant("2026-10-01T19:30:00Z")
}

#[test]
fn recorded_games_have_their_periods() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-2.json", later()) else { return };
    check(
        &rows,
        &[
            "386771 AP finished 4-5 | P1 2-1 P2 2-1 P3 0-2 OT 0-0 SO 0-1",
            "386772 FT finished 3-1 | P1 1-0 P2 1-1 P3 1-0",
            "386773 FT finished 5-2 | P1 1-1 P2 2-1 P3 2-0",
            "386774 FT finished 3-1 | P1 1-0 P2 1-1 P3 1-0",
            "386775 FT finished 5-0 | P1 1-0 P2 2-0 P3 2-0",
            "386776 FT finished 2-5 | P1 0-1 P2 1-1 P3 1-3",
            "386777 FT finished 4-1 | P1 1-0 P2 0-1 P3 3-0",
            "386778 FT finished 5-4 | P1 2-0 P2 1-3 P3 2-1",
            "386779 FT finished 0-4 | P1 0-1 P2 0-2 P3 0-1",
            "386780 FT finished 0-4 | P1 0-3 P2 0-0 P3 0-1",
        ],
    );
    // The shoot-out's goal is in the score, and decides.
    assert_eq!(winners(&rows[0]), [Some(false), Some(true)]);
    assert_eq!(rows[0].status.label, "After a shoot-out");
    assert_eq!(rows[0].league.season.as_deref(), Some("2024"));
    let Some(rows) = recorded(SPORT, "games-h2h-1.json", later()) else { return };
    check(&rows, &["387132 AOT finished 2-3 | P1 0-2 P2 1-0 P3 1-0 OT 0-1"]);
}

#[test]
fn a_running_game_shows_its_period_and_minute() {
    let parts = [json!("1-0"), json!("0-0"), json!(null), json!(null), json!(null)];
    let seen = one(SPORT, &row("P2", json!("8"), [json!(1), json!(0)], parts.clone()), now());
    assert_eq!(
        (seen.status.label.as_str(), seen.status.clock.as_deref()),
        ("Second period", Some("8'"))
    );
    check(&[seen], &["1 P2 live 1-0 | P1 1-0 P2 0-0"]);
    let seen = one(SPORT, &row("P2", json!("15:31"), [json!(1), json!(0)], parts), now());
    assert_eq!(seen.status.clock.as_deref(), Some("15:31"));
}

#[test]
fn a_shootout_may_have_a_tally_that_no_score_counts() {
    let parts = [json!("1-0"), json!("0-1"), json!("1-1"), json!("0-0"), json!("2-3")];
    let seen = one(SPORT, &row("AP", json!(null), [json!(2), json!(3)], parts), now());
    check(&[seen], &["1 AP finished 2-3 | P1 1-0 P2 0-1 P3 1-1 OT 0-0 SO 2-3"]);
}

#[test]
fn what_only_the_total_holds_is_overtime_or_the_shootout() {
    let parts = |overtime: Value| [json!("1-0"), json!("0-1"), json!("1-1"), overtime, json!(null)];
    let scores = [json!(2), json!(3)];
    let none = parts(json!(null));
    for (code, parts, line) in [
        ("AOT", none.clone(), "1 AOT finished 2-3 | P1 1-0 P2 0-1 P3 1-1 OT 0-1"),
        ("FT", none.clone(), "1 FT finished 2-3 | P1 1-0 P2 0-1 P3 1-1 OT 0-1"),
        ("AP", none, "1 AP finished 2-3 | P1 1-0 P2 0-1 P3 1-1 SO 0-1"),
        ("AP", parts(json!("0-0")), "1 AP finished 2-3 | P1 1-0 P2 0-1 P3 1-1 OT 0-0 SO 0-1"),
    ] {
        check(&[one(SPORT, &row(code, json!(null), scores.clone(), parts), now())], &[line]);
    }
}

#[test]
fn wins_after_overtime_are_wins_and_said_apart() {
    let Some(tables) = tables(SPORT, "standings-docs-1.json") else { return };
    let sizes: Vec<usize> = tables[0].groups.iter().map(|group| group.rows.len()).collect();
    assert_eq!((sizes.len(), sizes.iter().sum::<usize>()), (6, 40));
    let first = &group(&tables[0], "Midwest").rows[0];
    assert_eq!(first.team_name, "London Knights");
    // 40 in regular time and 5 after it, 15 and 2: 92 points.
    assert_eq!((first.played, first.win, first.lose, first.points), (62, 45, 17, 92));
    assert_eq!((first.win_overtime, first.lose_overtime), (Some(5), Some(2)));
    assert_eq!((first.goals_for, first.goals_against), (265, 187));
    assert_eq!((first.form.as_deref(), first.percent), (Some("WWWWW"), None));
}

#[test]
fn events_are_goals_and_penalties_by_the_minute_of_the_game() {
    let Some(rows) = recorded(SPORT, "games-league-season-excerpt-1.json", later()) else { return };
    let game = rows.iter().find(|row| row.id.0 == "370289").expect("is there");
    let told = particulars(SPORT, Particular::Events, "events-1.json", game);
    let events = told.and_then(|told| told.incidents).expect("are there");
    assert_eq!(events.len(), 14);
    let first = &events[0];
    assert_eq!((first.kind, first.detail.as_deref()), (IncidentKind::Other, Some("penalty")));
    assert_eq!((first.elapsed, first.competitor), (Some(3), Some(Role::Home)));
    assert_eq!(
        (first.player.as_deref(), first.comment.as_deref()),
        (Some("M. Marchment"), Some("Roughing"))
    );
    // The third minute of the second period.
    assert_eq!((events[6].elapsed, events[6].competitor), (Some(23), Some(Role::Away)));
    let goals = events.iter().filter(|event| event.kind == IncidentKind::Goal).count();
    assert_eq!(goals, 3, "the game ended 2-1");
    // An answer about another game adds nothing.
    let other = rows.iter().find(|row| row.id.0 == "370290").expect("is there");
    let told = particulars(SPORT, Particular::Events, "events-1.json", other);
    assert_eq!(told.and_then(|told| told.incidents), Some(Vec::new()));
}
