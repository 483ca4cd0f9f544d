//! A bout: rounds with breaks, and the end.

use crate::simulator::dice::Dice;
use crate::simulator::fate::{HOUR, MINUTE};

/// How a bout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator::sport) enum State {
    /// Not begun.
    NotStarted,
    /// Called off.
    Cancelled,
    /// The fighters are introduced.
    Introductions,
    /// They walk out.
    Walkouts,
    /// They wait for the bell.
    About,
    /// In that round.
    Round(u32),
    /// After that round.
    Rest(u32),
    /// Over.
    Over,
}

/// How a bout ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator::sport) enum How {
    /// Knocked out.
    Knockout,
    /// Submitted.
    Submission,
    /// By the judges.
    Points,
    /// The judges see them level.
    Draw,
}

/// How a bout goes, drawn beforehand.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulator::sport) struct Course {
    /// When it is called off, milliseconds before its start.
    cancelled: Option<i64>,
    /// From the start as set to the first bell, milliseconds.
    bell: i64,
    /// How it ends.
    pub how: How,
    /// Who wins.
    pub winner: Option<usize>,
    /// The round it ends in, from 1.
    pub round: u32,
    /// How much of that round is fought, milliseconds.
    pub fought: i64,
}

/// A round, and the break after it.
const ROUND: i64 = 5 * MINUTE;
const REST: i64 = MINUTE;
/// The judges take so long.
const VERDICT: i64 = 2 * MINUTE;

/// A bout as it stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator::sport) struct View {
    /// How it stands.
    pub state: State,
    /// Milliseconds fought so far.
    pub fought: i64,
}

impl Course {
    /// The course of a bout over so many rounds.
    pub(super) fn draw(seed: u64, id: u64, rounds: u32) -> Self {
        let mut dice = Dice::of(seed, &[82, id]);
        let cancelled = dice.chance(0.05).then(|| dice.between(1, 60) * HOUR);
        let bell = dice.between(4 * MINUTE, 9 * MINUTE);
        let how = match dice.below(100) {
            0..34 => How::Knockout,
            34..54 => How::Submission,
            54..97 => How::Points,
            _ => How::Draw,
        };
        let winner = (how != How::Draw).then(|| dice.below(2));
        let early = matches!(how, How::Knockout | How::Submission);
        let (round, fought) = if early {
            let round = u32::try_from(dice.between(1, i64::from(rounds))).unwrap_or(1);
            (round, dice.between(8_000, ROUND - 1_000))
        } else {
            (rounds, ROUND)
        };
        Self { cancelled, bell, how, winner, round, fought }
    }

    /// The bout as it stands at `now`.
    pub(super) fn view(&self, starts_at: i64, now: i64) -> View {
        let idle = |state| View { state, fought: 0 };
        if let Some(before) = self.cancelled {
            let off = now >= starts_at - before;
            return idle(if off { State::Cancelled } else { State::NotStarted });
        }
        let since = now - starts_at;
        let to_bell = self.bell - since;
        if since < 0 {
            return idle(State::NotStarted);
        }
        if to_bell > 0 {
            return idle(match to_bell {
                0..60_000 => State::About,
                60_000..180_000 => State::Walkouts,
                _ => State::Introductions,
            });
        }
        let mut left = -to_bell;
        for round in 1..=self.round {
            let length = if round == self.round { self.fought } else { ROUND };
            let before = i64::from(round - 1) * ROUND;
            if left < length {
                return View { state: State::Round(round), fought: before + left };
            }
            left -= length;
            let decision = matches!(self.how, How::Points | How::Draw);
            let rest = match (round == self.round, decision) {
                (false, _) => REST,
                (true, true) => VERDICT,
                (true, false) => 0,
            };
            if left < rest {
                return View { state: State::Rest(round), fought: before + length };
            }
            left -= rest;
        }
        View { state: State::Over, fought: i64::from(self.round - 1) * ROUND + self.fought }
    }
}
