//! Nothing an upstream can send makes any sport's adapter panic or lose a row.

use super::{
    afl, american_football, baseball, basketball, formula1, handball, hockey, instant, mma, nba,
    rugby, volleyball,
};
use crate::mutation::{any_json, places};
use entity::model::{LeagueId, ObservedMatch, Sport};
use http::HeaderMap;
use proptest::prelude::*;
use serde_json::{Value, json};
use upstream::{
    adapter::Known,
    client::Answer,
    sport::{ask, read},
};

/// A row of every sport with everything in it.
fn whole(sport: Sport) -> Value {
    let both = [json!(1), json!(2)];
    match sport {
        Sport::Football => crate::statuses::row("2H", json!(77), both),
        Sport::Basketball => {
            let line = [7, 8, 9, 10, 5, 39].map(Value::from);
            basketball::row("AOT", json!("5"), line.clone(), line)
        }
        Sport::Hockey => {
            let parts = ["1-0", "0-1", "0-0", "0-0", "0-1"].map(Value::from);
            hockey::row("AP", json!("15:31"), both, parts)
        }
        Sport::Baseball => {
            let innings: &[i64] = &[0, 1, 0, 2, 0, 0, 0, 0, 0];
            baseball::row("IN9", (innings, json!(1), json!(4)), (innings, json!(0), json!(3)))
        }
        Sport::Handball => handball::row("AET", both.clone(), [both.clone(), both]),
        Sport::Rugby => {
            rugby::row("AET", both.clone(), [both.clone(), both.clone(), both.clone(), both])
        }
        Sport::Volleyball => volleyball::row("S5", both, [Some([25, 20]); 5]),
        Sport::AmericanFootball => {
            american_football::row("Q4", json!("5:00"), [1, 2, 3, 4, 5, 15], [1, 2, 3, 4, 5, 15])
        }
        Sport::Nba => {
            let line: &[&str] = &["1", "2", "3", "4", "5"];
            nba::row(json!(2), json!("5:00"), 5, [line, line], both)
        }
        Sport::Afl => afl::row("Q4", both),
        Sport::Mma => mma::row("FT", [true, false]),
        Sport::Formula1 => formula1::row("Live", json!(5)),
    }
}

/// A place in a table, with the members of every sport's.
fn place() -> Value {
    let total = json!({"total": 3, "percentage": "0.5"});
    json!({"position": 1, "stage": "S", "group": {"name": "G", "points": 0},
        "team": {"id": 1, "name": "A", "logo": "https://media-2.api-sports.io/a.png"},
        "driver": {"id": 1, "name": "D", "image": null},
        "league": {"id": 12, "name": "L", "season": "2024-2025", "country": {"name": "C"}},
        "country": {"name": "C", "flag": null}, "season": 2024,
        "games": {"played": 6, "win": total, "win_overtime": total, "lose": total, "draw": total,
            "lose_overtime": total, "drawn": 1, "lost": 2},
        "points": {"for": 10, "against": 9, "difference": 1}, "goals": {"for": 10, "against": 9},
        "pts": 4, "won": 3, "lost": 2, "ties": 1, "conference": {"name": "east", "rank": 1},
        "division": {"name": "atlantic", "rank": 1}, "win": {"home": 3, "away": 2, "total": 0},
        "loss": {"home": 3, "away": 2, "total": 5}, "streak": 2, "winStreak": true, "wins": 1})
}

/// What endpoints of their own tell, with the members of every sport's.
fn particular() -> Value {
    let team = json!({"id": 1, "name": "A"});
    let points = json!({"id": 1, "points": 20});
    json!({"game": {"id": 1}, "game_id": 1, "fight": {"id": 1}, "race": {"id": 1}, "team": team,
        "fighter": {"id": 1}, "driver": {"id": 1, "name": "D"}, "player": {"id": 1, "name": "P"},
        "players": ["P"], "assists": ["Q"], "period": "P1", "minute": "03", "quarter": "First",
        "type": "goal", "comment": "C", "won_type": "KO", "round": 2, "score": ["30-27"],
        "position": 1, "time": "+6.031", "laps": 57, "grid": "2", "pits": 3,
        "statistics": [{"fgm": 1}], "field_goals": {"total": 3, "percentage": 50},
        "teams": [{"team": team, "statistics": {"marks": 1}}],
        "quarters": [{"quarter": 1, "teams": {"home": points, "away": points}}],
        "events": [{"team": team, "player": {"id": 1}, "period": 1, "minute": 3, "type": "goal"}]})
}

fn opened(rows: &Value) -> Option<Answer> {
    let body = json!({"get": "games", "response": rows, "parameters": {"season": "2024"}});
    let now = crate::recordings::now();
    Answer::open(200, &HeaderMap::new(), body.to_string().into(), now).ok()
}

/// Reads an answer in every way a sport has.
fn read_all(sport: Sport, rows: &Value) {
    let Some(answer) = opened(rows) else { return };
    let now = instant("2026-10-01T19:30:00Z");
    if let Ok(observations) = read::observations(sport, &answer, now) {
        let given = rows.as_array().map_or(0, Vec::len);
        assert_eq!(observations.rows.len() + observations.skipped.len(), given, "no row is lost");
        for row in &observations.rows {
            let json = serde_json::to_string(row).expect("every observation is JSON");
            let again: ObservedMatch = serde_json::from_str(&json).expect("reads");
            assert_eq!(again, *row);
        }
    }
    drop(read::leagues(sport, &answer, now));
    drop(read::seasons(sport, &answer, &LeagueId("1".to_owned())));
    if let Ok(tables) = read::standings(sport, &answer, &LeagueId("1".to_owned())) {
        assert!(serde_json::to_string(&tables).is_ok());
    }
    for metric in ask::metrics(sport) {
        drop(read::leaders(sport, metric, &answer));
    }
    let known = read::observations(sport, &opened(&json!([whole(sport)])).expect("is good"), now);
    let known = known.expect("is a list").rows.remove(0);
    for particular in ask::particulars(sport) {
        let told = read::particulars(sport, *particular, &answer, &Known::of_observation(&known));
        for row in told.into_iter().filter_map(|told| told.statistics).flatten() {
            assert!(row.values.iter().flatten().all(|value| value.is_finite()));
        }
    }
}

fn any_sport() -> impl Strategy<Value = Sport> {
    prop::sample::select(Sport::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_row_of_any_sport_bent_in_any_places_is_read_or_named(
        sport in any_sport(),
        kind in 0_usize..3,
        bends in prop::collection::vec((any::<prop::sample::Index>(), any_json()), 1..4),
    ) {
        let good = [whole(sport), place(), particular()][kind].clone();
        let mut row = good.clone();
        for (index, value) in bends {
            let mut all = Vec::new();
            places(&row, "", &mut all);
            *row.pointer_mut(&all[index.index(all.len())]).expect("the place is there") = value;
        }
        read_all(sport, &json!([row, good]));
        read_all(sport, &json!([[row, good]]));
    }

    #[test]
    fn any_json_at_all_is_read_or_refused_by_any_sport(sport in any_sport(), rows in any_json()) {
        read_all(sport, &rows);
        read_all(sport, &json!([rows]));
    }
}

#[test]
fn a_member_given_twice_costs_its_own_row_alone() {
    for sport in Sport::ALL {
        let good = whole(sport).to_string();
        let twice = good.replacen('{', "{\"status\":null,\"league\":null,\"league\":null,\"competition\":null,\"competition\":null,\"slug\":null,\"slug\":null,", 1);
        let body = format!(r#"{{"get":"games","errors":[],"response":[{twice},{good}]}}"#);
        let answer = crate::recordings::open(body);
        let seen = read::observations(sport, &answer, instant("2026-10-01T19:30:00Z"));
        let seen = seen.expect("is a list");
        assert_eq!((seen.rows.len(), seen.skipped.len()), (1, 1), "{sport}");
        assert!(seen.skipped[0].reason.contains("duplicate field"), "{sport} {:?}", seen.skipped);
    }
}
