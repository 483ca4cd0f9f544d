//! Counted facts of a game.

use crate::{
    adapter::{AdapterError, Known, Measures, Particulars, id, rows},
    client::Answer,
};
use serde_json::Value;

/// The upstream's short words, ours, and the unit.
const WORDS: [(&str, &str, Option<&str>); 19] = [
    ("fgm", "field_goals_made", None),
    ("fga", "field_goals_attempted", None),
    ("fgp", "field_goals_percentage", Some("%")),
    ("tpm", "three_pointers_made", None),
    ("tpa", "three_pointers_attempted", None),
    ("tpp", "three_pointers_percentage", Some("%")),
    ("ftm", "free_throws_made", None),
    ("fta", "free_throws_attempted", None),
    ("ftp", "free_throws_percentage", Some("%")),
    ("totReb", "rebounds", None),
    ("offReb", "offensive_rebounds", None),
    ("defReb", "defensive_rebounds", None),
    ("assists", "assists", None),
    ("steals", "steals", None),
    ("blocks", "blocks", None),
    ("turnovers", "turnovers", None),
    ("pFouls", "fouls", None),
    ("fastBreakPoints", "fast_break_points", None),
    ("pointsInPaint", "points_in_the_paint", None),
];

/// Reads an answer of `games/statistics`.
pub fn statistics(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let mut measures = Measures::of(known);
    for row in rows::<Value>(answer)?.into_iter().filter_map(Result::ok) {
        let Some(place) = known.place(id(&row["team"]).as_deref()) else { continue };
        let facts = &row["statistics"][0];
        for (word, name, unit) in WORDS {
            measures.put(place, name, value(&facts[word]), unit);
        }
    }
    Ok(Particulars { statistics: measures.finish(), ..Particulars::default() })
}

/// `40`, `"38"`, `"49.4"`.
fn value(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number.filter(|number| number.abs() < 1e6)
}
