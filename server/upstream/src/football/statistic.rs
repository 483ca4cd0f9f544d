//! Counted facts of a match.

use super::{AdapterError, Sides, side::index_of, wire};
use crate::{adapter::rows, client::Answer, wire::Maybe};
use entity::model::Statistic;

/// Reads an answer of `fixtures/statistics`; `None` where the upstream has none.
pub fn statistics(
    answer: &Answer,
    sides: &Sides<'_>,
) -> Result<Option<Vec<Statistic>>, AdapterError> {
    let rows = rows::<wire::TeamStatistics<'_>>(answer)?;
    Ok(read(rows.into_iter().filter_map(Result::ok), sides))
}

/// The statistics inside a row of `fixtures`.
pub(super) fn of_wire(
    rows: Vec<Maybe<wire::TeamStatistics<'_>>>,
    sides: &Sides<'_>,
) -> Option<Vec<Statistic>> {
    read(rows.into_iter().filter_map(Maybe::into_option), sides)
}

/// One row a measure, in the order it is first met; each side's values at its own place.
fn read<'a>(
    rows: impl Iterator<Item = wire::TeamStatistics<'a>>,
    sides: &Sides<'_>,
) -> Option<Vec<Statistic>> {
    let mut statistics: Vec<Statistic> = Vec::new();
    for row in rows {
        let role = row.team.get().and_then(|team| sides.role(team.id.get()));
        let Some(place) = role.and_then(index_of) else { continue };
        for measure in row.statistics.or_empty().into_iter().filter_map(Maybe::into_option) {
            let Some(wording) = measure.name.get() else { continue };
            let name = name(wording);
            let known = statistics.iter().position(|statistic| statistic.name == name);
            let at = known.unwrap_or_else(|| {
                let label = label(wording);
                statistics.push(Statistic { name, label, unit: None, values: vec![None; 2] });
                statistics.len() - 1
            });
            let (value, unit) = value(measure.value.get());
            let statistic = &mut statistics[at];
            statistic.values[place] = statistic.values[place].or(value);
            statistic.unit = statistic.unit.take().or(unit);
        }
    }
    (!statistics.is_empty()).then_some(statistics)
}

/// `54%` is 54 with a unit, `0.65` is 0.65; whatever is no number is nothing.
fn value(text: Option<&str>) -> (Option<f64>, Option<String>) {
    let Some(text) = text else { return (None, None) };
    let (number, unit) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), Some("%".to_owned())),
        None => (text, None),
    };
    let number = number.parse().ok().and_then(plain);
    (number, unit.filter(|_| number.is_some()))
}

/// The number to four places, so that it is the same number again after it was stored as JSON and
/// a poll that brings nothing new makes no change. Beyond a milliard it counts nothing.
fn plain(number: f64) -> Option<f64> {
    (number.abs() < 1e9).then(|| (number * 1e4).round() / 1e4)
}

/// `Ball Possession` is `ball_possession`, `Passes %` is `passes_percent`.
fn name(wording: &str) -> String {
    snake_case(&wording.replace('%', " percent"))
}

/// Words in lower case with one underscore between them.
pub(super) fn snake_case(wording: &str) -> String {
    let mut name = String::with_capacity(wording.len());
    for c in wording.chars() {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    name.truncate(name.trim_end_matches('_').len());
    name
}

/// `Shots insidebox` is `Shots inside box`, `expected_goals` is `Expected goals`.
fn label(wording: &str) -> String {
    let lower = wording.replace('_', " ").to_lowercase();
    let words = lower.replace("insidebox", "inside box").replace("outsidebox", "outside box");
    let mut chars = words.trim().chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_get_a_name_for_programs_and_a_label_for_readers() {
        for (wording, expected_name, expected_label) in [
            ("Ball Possession", "ball_possession", "Ball possession"),
            ("Shots insidebox", "shots_insidebox", "Shots inside box"),
            ("Passes %", "passes_percent", "Passes %"),
            ("expected_goals", "expected_goals", "Expected goals"),
            ("Goal Disallowed - offside", "goal_disallowed_offside", "Goal disallowed - offside"),
            ("", "", ""),
        ] {
            assert_eq!(name(wording), expected_name);
            assert_eq!(label(wording), expected_label);
        }
    }

    #[test]
    fn a_value_is_a_number_with_or_without_a_unit() {
        assert_eq!(value(Some("54%")), (Some(54.0), Some("%".to_owned())));
        assert_eq!(value(Some("0.65")), (Some(0.65), None));
        assert_eq!(value(Some("-0.12")), (Some(-0.12), None));
        assert_eq!(value(Some("0.123456")), (Some(0.1235), None));
        for nothing in ["", "NaN", "inf", "-1e300", "%", "a lot"] {
            assert_eq!(value(Some(nothing)), (None, None), "{nothing}");
        }
        assert_eq!(value(None), (None, None));
    }
}
