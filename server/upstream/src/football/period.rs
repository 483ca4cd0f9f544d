//! Scores of the parts of a match.

use super::{
    code::{Code, Progress},
    wire::{Goals, Score},
};
use entity::model::Period;

/// What tells which parts are over.
pub(super) struct Played {
    pub code: Code,
    pub elapsed: Option<u32>,
    pub second_half_began: bool,
}

/// The parts that are over, and the shoot-out as it runs.
///
/// `halftime` follows the running score during the first half and is only final after it;
/// `fulltime` is the score after 90 minutes; `extratime` counts extra time alone; `penalty` is the
/// shoot-out's tally. A part with a number missing or below nought is left out.
pub(super) fn periods(played: &Played, score: &Score) -> Vec<Period> {
    let half = pair(score.halftime.get());
    let full = pair(score.fulltime.get());
    let extra = pair(score.extratime.get());
    let kicks = pair(score.penalty.get());
    let progress = played.code.progress(played.elapsed, played.second_half_began, full.is_some());
    let Some(progress) = progress else {
        return Vec::new();
    };
    let second = match (half, full) {
        (Some(half), Some(full)) => less(full, half),
        _ => None,
    };
    let parts = [
        ("1H", half, progress >= Progress::SecondHalf),
        ("2H", second, progress >= Progress::ExtraTime),
        ("ET", extra, progress >= Progress::Over),
        ("PEN", kicks, true),
    ];
    parts
        .into_iter()
        .filter(|(_, _, told)| *told)
        .filter_map(|(name, scores, _)| {
            let scores = scores?.map(Some).to_vec();
            Some(Period { name: name.to_owned(), scores })
        })
        .collect()
}

fn pair(goals: Option<&Goals>) -> Option<[i64; 2]> {
    let goals = goals?;
    Some([goals.home.score()?, goals.away.score()?])
}

fn less(whole: [i64; 2], part: [i64; 2]) -> Option<[i64; 2]> {
    let rest = [whole[0] - part[0], whole[1] - part[1]];
    rest.iter().all(|goals| *goals >= 0).then_some(rest)
}
