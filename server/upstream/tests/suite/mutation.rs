//! Nothing the upstream can send makes an adapter panic.

use crate::statuses::row;
use http::HeaderMap;
use proptest::prelude::*;
use serde_json::{Value, json};
use upstream::{
    client::Answer,
    football::{self, Sides},
};

/// Any JSON, mostly small.
pub fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        prop_oneof!["%", "45%", "-1%", "Goal", "subst", "1H", "Penalty Shootout"]
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A row with everything in it.
fn whole_row() -> Value {
    let mut row = row("2H", json!(77), [json!(1), json!(2)]);
    let event = |minute: u32, team: u32, kind: &str, detail: &str| {
        json!({"time": {"elapsed": minute, "extra": null}, "team": {"id": team, "name": "T"},
            "player": {"id": minute, "name": "P"}, "assist": {"id": minute + 1, "name": "A"},
            "type": kind, "detail": detail, "comments": null})
    };
    row["events"] = json!([
        event(1, 33, "Goal", "Own Goal"),
        event(2, 36, "subst", "Substitution 1"),
        event(3, 36, "Var", "Goal cancelled"),
        event(4, 33, "Card", "Yellow Card")
    ]);
    let player = |id: u32| json!({"player": {"id": id, "name": "P", "number": 1, "pos": "G"}});
    row["lineups"] = json!([{"team": {"id": 33}, "startXI": [player(2)], "substitutes": [player(3)]},
        {"team": {"id": 36}, "startXI": [player(2)], "substitutes": [player(3)]}]);
    row["statistics"] = json!([{"team": {"id": 33}, "statistics":
        [{"type": "Ball Possession", "value": "54%"}, {"type": "Fouls", "value": 3}]}]);
    row
}

/// Every place in a document, deepest first.
pub fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| places(value, &format!("{at}/{key}"), into));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(i, value)| places(value, &format!("{at}/{i}"), into));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    into.push(at.to_owned());
}

fn read_all(endpoint: &str, rows: &Value) {
    let body = json!({"get": endpoint, "response": rows}).to_string();
    let opened = Answer::open(200, &HeaderMap::new(), body.into(), crate::recordings::now());
    let Ok(answer) = opened else { return };
    if let Ok(observations) = football::observations(&answer) {
        let given = rows.as_array().map_or(0, Vec::len);
        assert_eq!(observations.rows.len() + observations.skipped.len(), given, "no row is lost");
        for row in &observations.rows {
            let json = serde_json::to_string(row).expect("every observation is JSON");
            assert_eq!(
                serde_json::from_str::<entity::model::ObservedMatch>(&json).expect("reads"),
                *row
            );
        }
    }
    let sides = Sides::new("33", "36").with_score(Some([1, 2]));
    drop((
        football::incidents(&answer, &sides),
        football::lineups(&answer, &sides),
        football::statistics(&answer, &sides),
        football::leagues(&answer),
        football::standings(&answer),
        football::leaders(&answer),
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_row_bent_in_any_three_places_is_read_or_named(
        bends in prop::collection::vec((any::<prop::sample::Index>(), any_json()), 1..4),
    ) {
        let mut row = whole_row();
        for (index, value) in bends {
            let mut all = Vec::new();
            places(&row, "", &mut all);
            *row.pointer_mut(&all[index.index(all.len())]).expect("the place is there") = value;
        }
        read_all("fixtures", &json!([row, whole_row()]));
    }

    #[test]
    fn any_json_at_all_is_read_or_refused(rows in any_json(), topic in 0_usize..4) {
        let endpoint = football::Metric::ALL[topic].endpoint();
        read_all(endpoint, &rows);
        read_all(endpoint, &json!([rows]));
    }

    #[test]
    fn any_bytes_under_any_status_are_answered(status in 100_u16..600, body in any::<Vec<u8>>()) {
        let opened =
            Answer::open(status, &HeaderMap::new(), body.into(), crate::recordings::now());
        prop_assert!(opened.is_err());
    }
}
