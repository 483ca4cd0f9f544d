use super::super::line::{self, Part};
use super::*;
use serde_json::json;

fn document() -> Value {
    json!({
        "status": {"code": "2H", "label": "Second half", "clock": "78'"},
        "competitors": [
            {"role": "home", "id": "777", "name": "Türkiye", "score": 0, "winner": false},
            {"role": "away", "id": "27", "name": "Portugal", "score": 2, "winner": true},
        ],
    })
}

fn told(sport: Sport, changes: &Value) -> String {
    let parts: Vec<Part> = parts(Some(sport), changes.as_array().expect("a list"), &document());
    line::render(&parts, false)
}

#[test]
fn a_goal_is_told_once_with_its_minute_side_scorer_and_kind() {
    let incident = json!({"id": "1", "kind": "goal", "detail": "own_goal", "elapsed": 28,
        "extra": null, "competitor": "away", "player": "S. Akaydin", "player_id": null,
        "assist": null, "assist_id": null, "comment": null});
    let changes = json!([
        {"kind": "goal", "competitor": "away", "elapsed": 28, "extra": null, "player": "S. Akaydin"},
        {"kind": "score", "from": [0, 1], "to": [0, 2]},
        {"kind": "incident", "action": "added", "incident": incident},
    ]);
    assert_eq!(told(Sport::Football, &changes), "goal 28' Portugal (S. Akaydin, own goal)");
}

#[test]
fn points_of_one_side_are_told_in_one_word() {
    let point = json!({"kind": "goal", "competitor": "home"});
    let changes = json!([point, point, point, {"kind": "score", "from": [0, 2], "to": [3, 2]}]);
    assert_eq!(told(Sport::Basketball, &changes), "+3 Türkiye");
}

#[test]
fn every_kind_of_item_has_its_words() {
    let card = json!({"id": "2", "kind": "card", "detail": "yellow_card", "elapsed": 45,
        "extra": 2, "competitor": "home", "player": "N. Booked", "player_id": null,
        "assist": null, "assist_id": null, "comment": null});
    let mut substitution = card.clone();
    substitution["kind"] = json!("substitution");
    substitution["assist"] = json!("O. Tired");
    for (item, words) in [
        (
            json!({"kind": "correction", "competitor": "away", "detail": "goal_cancelled"}),
            "taken back: 1 of Portugal (goal cancelled)",
        ),
        (json!({"kind": "score", "from": [null, null], "to": [0, 2]}), "score 0–2"),
        (json!({"kind": "status", "from": "HT", "to": "2H", "phase": "live"}), "Second half"),
        (json!({"kind": "status", "from": "2H", "to": "FT", "phase": "finished"}), "FT"),
        (
            json!({"kind": "incident", "action": "added", "incident": card}),
            "yellow card 45+2' N. Booked (Türkiye)",
        ),
        (
            json!({"kind": "incident", "action": "removed", "incident": card}),
            "taken back: yellow card 45+2' N. Booked (Türkiye)",
        ),
        (
            json!({"kind": "incident", "action": "changed", "incident": substitution}),
            "corrected: substitution 45+2' N. Booked for O. Tired (Türkiye)",
        ),
        (json!({"kind": "period", "from": null, "to": {"name": "1H", "scores": [0, 2]}}), "1H 0–2"),
        (
            json!({"kind": "schedule", "from": "2024-06-22T16:00:00Z", "to": "2024-06-23T18:30:00Z"}),
            "now begins 2024-06-23 18:30Z",
        ),
        (json!({"kind": "clock", "elapsed": 78, "extra": null}), "78'"),
        (json!({"kind": "details", "fields": ["venue", "referee"]}), "venue, referee changed"),
        (json!({"kind": "drone_sighted", "height": 9}), "drone sighted"),
    ] {
        assert_eq!(told(Sport::Football, &json!([item])), words);
    }
}

#[test]
fn a_name_that_steers_a_terminal_is_spelled_out_and_our_own_colours_stay() {
    let parts = vec![(Tone::Good, "e\u{1b}[2J".to_owned()), (Tone::Plain, "x".to_owned())];
    assert_eq!(line::render(&parts, true), "\u{1b}[32me\\u001b[2J\u{1b}[0m  x");
    assert_eq!(line::render(&parts, false), "e\\u001b[2J  x");
}

#[test]
fn teams_are_told_with_their_score_where_there_is_one() {
    assert_eq!(line::teams(&document()).as_deref(), Some("Türkiye 0–2 Portugal"));
    let mut before = document();
    before["competitors"][0]["score"] = Value::Null;
    before["competitors"][1]["score"] = Value::Null;
    assert_eq!(line::teams(&before).as_deref(), Some("Türkiye – Portugal"));
    assert_eq!(line::teams(&Value::Null), None);
}
