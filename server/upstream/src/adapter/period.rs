//! Parts of a match.

use super::State;
use entity::model::{Period, Phase};

/// A part as it stands; `None` while neither side has a number in it.
pub(crate) fn part(name: impl Into<String>, scores: [Option<i64>; 2]) -> Option<Period> {
    let told = scores.iter().any(Option::is_some);
    told.then(|| Period { name: name.into(), scores: scores.to_vec() })
}

/// What each side has over all parts.
fn sums(parts: &[[Option<i64>; 2]]) -> [i64; 2] {
    [0, 1].map(|side| parts.iter().filter_map(|part| part[side]).fold(0, i64::saturating_add))
}

/// What the totals hold beyond the parts of regular time: overtime that has no field of its own.
///
/// Every part must be told, and the parts must be level unless the state itself says `overtime`;
/// else the numbers merely disagree, and nothing is made of that.
pub(crate) fn beyond(
    totals: [Option<i64>; 2],
    parts: &[[Option<i64>; 2]],
    overtime: bool,
) -> Option<[Option<i64>; 2]> {
    let [home, away] = totals;
    let totals = [home?, away?];
    let told = parts.iter().flatten().all(Option::is_some) && !parts.is_empty();
    let sums = sums(parts);
    if !told || !(overtime || sums[0] == sums[1]) {
        return None;
    }
    let rest = [totals[0] - sums[0], totals[1] - sums[1]];
    let plausible = rest.iter().all(|points| *points >= 0) && rest != [0, 0];
    plausible.then(|| rest.map(Some))
}

/// The label of a match that ended by overtime though its code says no more than that it ended.
pub(crate) fn tell_overtime(state: &mut Option<State>, periods: &[Period]) {
    let overtime = periods.iter().any(|period| period.name == "OT");
    if let Some(state) = state
        && state.code == "FT"
        && state.phase == Phase::Finished
        && overtime
    {
        "After overtime".clone_into(&mut state.label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVEL: [[Option<i64>; 2]; 2] = [[Some(20), Some(18)], [Some(21), Some(23)]];

    #[test]
    fn overtime_shows_in_a_total_where_regular_time_ended_level() {
        let both = |home, away| [Some(home), Some(away)];
        assert_eq!(beyond(both(50, 47), &LEVEL, false), Some(both(9, 6)));
        assert_eq!(beyond(both(41, 41), &LEVEL, false), None);
        assert_eq!(beyond(both(40, 47), &LEVEL, false), None);
        assert_eq!(beyond([None, Some(47)], &LEVEL, false), None);
        assert_eq!(beyond(both(50, 47), &[], true), None);
    }

    #[test]
    fn numbers_that_merely_disagree_are_no_overtime() {
        let uneven = [[Some(20), Some(18)], [Some(21), Some(22)]];
        assert_eq!(beyond([Some(44), Some(40)], &uneven, false), None);
        assert_eq!(beyond([Some(44), Some(40)], &uneven, true), Some([Some(3), Some(0)]));
        let untold = [[Some(20), Some(18)], [None, None]];
        assert_eq!(beyond([Some(44), Some(40)], &untold, true), None);
    }
}
