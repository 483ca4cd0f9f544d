//! Counted facts, gathered side by side.

use super::Known;
use entity::model::Statistic;
use serde_json::Value;

/// How deep measures lie in their groups; the deepest seen is two.
const DEEPEST: usize = 4;

/// The measures of a match, one value a competitor.
pub(crate) struct Measures {
    competitors: usize,
    rows: Vec<Statistic>,
}

impl Measures {
    /// None yet, for a match with these competitors.
    pub fn of(known: &Known<'_>) -> Self {
        Measures { competitors: known.competitors.len(), rows: Vec::new() }
    }

    /// Takes in all numbers of an object, those of groups inside it under the group's name first:
    /// `{"rebounds": {"offence": 12}}` is `rebounds_offence`. A group's `total` is the group itself.
    /// What is no number counts nothing; what one side has already stays.
    pub fn take(&mut self, place: usize, facts: &Value) {
        self.walk(place, &mut Vec::new(), facts);
    }

    /// Takes in one value.
    pub fn put(&mut self, place: usize, name: &str, value: Option<f64>, unit: Option<&str>) {
        if value.is_none() || place >= self.competitors {
            return;
        }
        let known = self.rows.iter().position(|row| row.name == name);
        let at = known.unwrap_or_else(|| {
            self.rows.push(Statistic {
                name: name.to_owned(),
                label: label(name),
                unit: unit.map(str::to_owned),
                values: vec![None; self.competitors],
            });
            self.rows.len() - 1
        });
        let slot = &mut self.rows[at].values[place];
        *slot = slot.or(value);
    }

    /// The measures; `None` where there are none.
    pub fn finish(self) -> Option<Vec<Statistic>> {
        (!self.rows.is_empty()).then_some(self.rows)
    }

    fn walk<'v>(&mut self, place: usize, path: &mut Vec<&'v str>, value: &'v Value) {
        match value {
            Value::Object(group) if path.len() < DEEPEST => {
                for (name, value) in group {
                    path.push(name);
                    self.walk(place, path, value);
                    path.pop();
                }
            }
            Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) => {}
            Value::Number(_) | Value::String(_) => {
                let (value, unit) = number(value);
                self.put(place, &name(path), value, unit.or_else(|| share(path)));
            }
        }
    }
}

/// The number of a team or game, as text: the `id` of an object.
pub(crate) fn id(of: &Value) -> Option<String> {
    match &of["id"] {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `field_goals_percentage`, `rebounds` for the total of rebounds; snake case throughout.
fn name(path: &[&str]) -> String {
    let mut path = match path {
        [group @ .., "total"] if !group.is_empty() => group.to_vec(),
        path => path.to_vec(),
    };
    path.dedup();
    let mut name = String::new();
    for c in path.join("_").chars() {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    name.truncate(name.trim_end_matches('_').len());
    name
}

/// `Field goals percentage`.
fn label(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The unit of a share.
fn share(path: &[&str]) -> Option<&'static str> {
    path.last().is_some_and(|name| name.ends_with("percentage")).then_some("%")
}

/// `43`, `"7.9"`, `"3,522"`, `"54%"`, and `"16:55"` in seconds; a pair such as `"3-6"` is none.
///
/// To four places and no more than a milliard, so that it is the same number again after it was
/// stored as JSON.
fn number(value: &Value) -> (Option<f64>, Option<&'static str>) {
    let (number, unit) = match value {
        Value::String(text) => {
            let text = text.trim();
            if let Some((minutes, seconds)) = text.split_once(':') {
                let parts = (minutes.parse::<u32>().ok(), seconds.parse::<u32>().ok());
                let seconds = match parts {
                    (Some(minutes), Some(seconds)) if seconds < 60 => {
                        Some(f64::from(minutes) * 60.0 + f64::from(seconds))
                    }
                    _ => None,
                };
                (seconds, Some("s"))
            } else if let Some(share) = text.strip_suffix('%') {
                (share.trim_end().parse().ok(), Some("%"))
            } else {
                (text.replace(',', "").parse().ok(), None)
            }
        }
        Value::Number(number) => (number.as_f64(), None),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => (None, None),
    };
    let number = number.filter(|number: &f64| number.abs() < 1e9);
    (number.map(|number| (number * 1e4).round() / 1e4), unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_a_number_however_it_is_written() {
        for (given, meant, unit) in [
            (json!(43), Some(43.0), None),
            (json!("7.9"), Some(7.9), None),
            (json!("3,522"), Some(3522.0), None),
            (json!("54%"), Some(54.0), Some("%")),
            (json!("16:55"), Some(1015.0), Some("s")),
            (json!("3-6"), None, None),
            (json!("a lot"), None, None),
            (json!("NaN"), None, None),
            (json!(1e300), None, None),
            (json!(null), None, None),
        ] {
            assert_eq!(number(&given), (meant, unit), "{given}");
        }
    }

    #[test]
    fn a_measure_is_named_after_its_group() {
        assert_eq!(name(&["field_goals", "total"]), "field_goals");
        assert_eq!(name(&["total"]), "total");
        assert_eq!(name(&["passing", "comp att"]), "passing_comp_att");
        assert_eq!(label("field_goals_percentage"), "Field goals percentage");
    }
}
