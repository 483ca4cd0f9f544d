//! The clock of one match: when its parts begin and end, and where it pauses.

use super::{Clock, Code, Mark, Part};
use crate::simulator::dice::Dice;
use crate::simulator::fate::{Fate, MINUTE};

/// Where play pauses, and for how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pause {
    part: usize,
    /// Milliseconds of play into the part.
    after: i64,
    /// Milliseconds.
    pub length: i64,
    code: Code,
}

/// The parts of play: two halves, then two of extra time.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    /// Beginnings, Unix milliseconds.
    pub starts: [i64; 4],
    /// Lengths with stoppage, milliseconds of play.
    pub lengths: [i64; 4],
    /// At most one.
    pub pause: Option<Pause>,
}

/// Minutes on the clock when each part begins, and at which its stoppage time begins.
const BASES: [(u32, u32); 4] = [(0, 45), (45, 90), (90, 105), (105, 120)];

impl Timeline {
    /// The clock of a match set for `kickoff`.
    pub(super) fn draw(dice: &mut Dice, kickoff: i64, fate: Fate) -> Self {
        // The heartbeat relies on these bounds; see `calendar::heartbeat`.
        let begin = kickoff + dice.between(0, 150) * 1_000;
        let stoppage = |dice: &mut Dice, low, high| {
            dice.between(low, high) * MINUTE - dice.between(1, 20) * 1_000
        };
        let lengths = [
            45 * MINUTE + stoppage(dice, 2, 5),
            45 * MINUTE + stoppage(dice, 3, 9),
            15 * MINUTE + stoppage(dice, 1, 2),
            15 * MINUTE + stoppage(dice, 1, 3),
        ];
        let pause = match fate {
            Fate::Interrupted => Some((dice.between(5, 12), Code::Interrupted)),
            Fate::Suspended => Some((dice.between(18, 25), Code::Suspended)),
            Fate::Abandoned => Some((dice.between(12, 20), Code::Interrupted)),
            Fate::Played
            | Fate::Postponed { .. }
            | Fate::Cancelled(_)
            | Fate::Walkover
            | Fate::Awarded => None,
        };
        let pause = pause.map(|(minutes, code)| Pause {
            part: dice.below(2),
            after: dice.between(8 * 60, 40 * 60) * 1_000,
            length: minutes * MINUTE,
            code,
        });
        let rests = [15 * MINUTE + dice.between(0, 90) * 1_000, 4 * MINUTE, 2 * MINUTE];
        let mut timeline = Self { starts: [begin; 4], lengths, pause };
        for part in 1..4 {
            timeline.starts[part] = timeline.end(part - 1) + rests[part - 1];
        }
        timeline
    }

    /// When `part` ends.
    pub(super) fn end(&self, part: usize) -> i64 {
        self.wall(part, self.lengths[part])
    }

    /// The instant at which `played` milliseconds of `part` are played.
    pub(super) fn wall(&self, part: usize, played: i64) -> i64 {
        let paused = self.pause.filter(|pause| pause.part == part && played >= pause.after);
        self.starts[part] + played + paused.map_or(0, |pause| pause.length)
    }

    /// The minute and stoppage minute on the clock then.
    pub(super) fn minute(part: usize, played: i64) -> (u32, Option<u32>) {
        let (base, cap) = BASES[part];
        let (elapsed, extra) = Clock::Runs { base, cap, since: 0 }.read(played);
        (elapsed.unwrap_or(base), extra)
    }

    /// The marks of `part`, its pause included; given up in the pause when `abandoned`.
    pub(super) fn marks(&self, part: usize, abandoned: bool) -> Vec<Mark> {
        let code = [Code::FirstHalf, Code::SecondHalf, Code::ExtraTime, Code::ExtraTime][part];
        let (base, cap) = BASES[part];
        let since = self.starts[part];
        let mut marks = vec![Mark { at: since, code, clock: Clock::Runs { base, cap, since } }];
        if let Some(pause) = self.pause.filter(|pause| pause.part == part) {
            let (elapsed, extra) = Self::minute(part, pause.after);
            let at = since + pause.after;
            marks.push(Mark { at, code: pause.code, clock: Clock::Still(elapsed, extra) });
            let at = at + pause.length;
            marks.push(if abandoned {
                Mark { at, code: Code::Abandoned, clock: Clock::Off }
            } else {
                Mark { at, code, clock: Clock::Runs { base, cap, since: since + pause.length } }
            });
        }
        marks
    }

    /// What the clock keeps showing when `part` is over.
    pub(super) fn rest(&self, part: usize, code: Code) -> Mark {
        let (elapsed, extra) = Self::minute(part, self.lengths[part]);
        Mark { at: self.end(part), code, clock: Clock::Still(elapsed, extra) }
    }

    /// The part and place in it of an instant of the two halves.
    pub(super) fn played(&self, at: i64) -> (usize, i64) {
        let part = usize::from(at >= self.starts[1]);
        (part, (at - self.starts[part]).clamp(0, self.lengths[part] - 1))
    }

    /// When an abandoned match is stopped, and when it is given up.
    pub(super) fn given_up(&self) -> Option<(i64, i64)> {
        self.pause.map(|pause| {
            let stopped = self.starts[pause.part] + pause.after;
            (stopped, stopped + pause.length)
        })
    }
}

/// The part of the score a part of play counts in.
pub(super) const fn part_of(part: usize) -> Part {
    match part {
        0 => Part::First,
        1 => Part::Second,
        _ => Part::Extra,
    }
}
