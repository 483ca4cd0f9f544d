//! Matches of parts with a clock: quarters, periods and halves, overtime and shoot-outs.

use super::calendar::Game;
use super::play::{Draft, Halt, Script, Writer};
use crate::simulator::dice::Dice;
use crate::simulator::fate::{Fate, MINUTE};

/// How a sport with a clock is played.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clocked {
    /// Parts of regular time.
    pub parts: usize,
    /// Minutes of each, by the clock.
    pub minutes: i64,
    /// Clock minutes in a real one.
    pub pace: f64,
    /// Real minutes of the break after each part; none after the last.
    pub breaks: &'static [f64],
    /// How many times a side scores in a part.
    pub scores: f64,
    /// Ways to score: word, points, weight.
    pub ways: &'static [(&'static str, u32, usize)],
    /// What is counted without points: word, how many a side and part.
    pub others: &'static [(&'static str, f64)],
    /// What follows when it is level.
    pub overtime: Option<Overtime>,
}

/// Overtime.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overtime {
    /// Whether every level match has one, or only those that somebody has to win.
    pub always: bool,
    /// Real minutes of the break before each part.
    pub wait: f64,
    /// Parts of one overtime.
    pub parts: usize,
    /// Minutes of each part, by the clock.
    pub minutes: i64,
    /// Overtimes before it is left at that.
    pub most: usize,
    /// Whether the first to score wins.
    pub sudden: bool,
    /// What follows when it is level still.
    pub shootout: Option<Shootout>,
}

/// A shoot-out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shootout {
    /// Attempts of each side before it goes on one by one.
    pub attempts: u32,
    /// How many of a hundred go in.
    pub of_hundred: usize,
}

/// From one attempt to the next.
const ATTEMPT: i64 = 40_000;

/// The halt that a fate means for a match of so many parts.
pub(super) fn halt(fate: Fate, parts: usize, dice: &mut Dice) -> Option<Halt> {
    let (minutes, for_good) = match fate {
        Fate::Interrupted => (dice.between(6, 20), false),
        Fate::Suspended => (dice.between(20, 45), false),
        Fate::Abandoned => (dice.between(20, 40), true),
        Fate::Played
        | Fate::Postponed { .. }
        | Fate::Cancelled(_)
        | Fate::Walkover
        | Fate::Awarded => return None,
    };
    let part = dice.below(parts);
    let share = 0.15 + 0.7 * dice.fraction();
    Some(Halt { part, share, length: minutes * MINUTE, for_good })
}

impl Clocked {
    /// A match that begins at `starts_at`.
    pub(super) fn script(
        &self,
        game: &Game,
        starts_at: i64,
        strength: [f64; 2],
        dice: &mut Dice,
    ) -> Script {
        let halt = halt(game.fate, self.parts, dice);
        let mut writer = Writer::new(starts_at, self.pace, halt);
        let mut totals = [0, 0];
        let length = self.minutes * MINUTE;
        for part in 0..self.parts {
            let drafts = self.drafts(length, 1.0, strength, dice);
            count(&mut totals, &drafts);
            writer.part(part, length, &drafts);
            if part + 1 < self.parts {
                writer.pause(part, self.breaks.get(part).copied().unwrap_or(2.0));
            }
        }
        let mut last = self.parts - 1;
        let wanted = |overtime: &Overtime| overtime.always || game.winner.is_some();
        if let Some(overtime) = self.overtime.filter(wanted) {
            let mut played = 0;
            while totals[0] == totals[1] && played < overtime.most {
                for _ in 0..overtime.parts {
                    writer.pause(last, overtime.wait);
                    last += 1;
                    let (length, drafts) = self.extra(&overtime, strength, dice);
                    count(&mut totals, &drafts);
                    writer.part(last, length, &drafts);
                }
                played += 1;
            }
            if let (true, Some(shootout)) = (totals[0] == totals[1], overtime.shootout) {
                writer.pause(last, overtime.wait);
                last += 1;
                let (length, drafts) = shootout.drafts(self.pace, dice);
                writer.part(last, length, &drafts);
            }
        }
        writer.end(last)
    }

    /// One part of overtime: its length, and what happens in it.
    fn extra(&self, overtime: &Overtime, strength: [f64; 2], dice: &mut Dice) -> (i64, Vec<Draft>) {
        let length = overtime.minutes * MINUTE;
        let share = overtime.minutes as f64 / self.minutes as f64;
        let mut drafts = self.drafts(length, share, strength, dice);
        let first = drafts.iter().position(|draft| draft.points > 0);
        match first.filter(|_| overtime.sudden) {
            Some(first) => {
                drafts.truncate(first + 1);
                (drafts[first].clock, drafts)
            }
            None => (length, drafts),
        }
    }

    /// What happens in a part, by clock.
    fn drafts(&self, length: i64, share: f64, strength: [f64; 2], dice: &mut Dice) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let clock = |dice: &mut Dice| dice.between(1_000, length - 1_000);
        let weights: usize = self.ways.iter().map(|(.., weight)| weight).sum();
        for (side, strength) in strength.into_iter().enumerate() {
            for _ in 0..dice.poisson(self.scores * share * strength) {
                let mut left = dice.below(weights);
                let way = self.ways.iter().find(|(.., weight)| {
                    let found = left < *weight;
                    left = left.saturating_sub(*weight);
                    found
                });
                let (kind, points, _) = way.copied().unwrap_or(("", 1, 1));
                drafts.push(Draft { clock: clock(dice), side, points, kind });
            }
            for (kind, mean) in self.others {
                for _ in 0..dice.poisson(mean * share) {
                    drafts.push(Draft { clock: clock(dice), side, points: 0, kind });
                }
            }
        }
        drafts.sort_by_key(|draft| draft.clock);
        drafts
    }
}

impl Shootout {
    /// The attempts, turn by turn, until it is decided; its length by the clock.
    fn drafts(&self, pace: f64, dice: &mut Dice) -> (i64, Vec<Draft>) {
        let step = (ATTEMPT as f64 * pace) as i64;
        let mut drafts = Vec::new();
        let (mut scored, mut taken) = ([0_u32; 2], [0_u32; 2]);
        let mut turn = 0;
        while turn < 200 {
            let side = usize::from(turn % 2 == 1);
            turn += 1;
            taken[side] += 1;
            let goal = dice.below(100) < self.of_hundred;
            if goal {
                scored[side] += 1;
                drafts.push(Draft { clock: turn * step, side, points: 1, kind: "shootout" });
            }
            if self.is_decided(scored, taken) {
                break;
            }
        }
        (turn * step + 1, drafts)
    }

    fn is_decided(&self, scored: [u32; 2], taken: [u32; 2]) -> bool {
        let left = taken.map(|taken| self.attempts.saturating_sub(taken));
        if left == [0, 0] {
            return taken[0] == taken[1] && scored[0] != scored[1];
        }
        scored[0] + left[0] < scored[1] || scored[1] + left[1] < scored[0]
    }
}

fn count(totals: &mut [u32; 2], drafts: &[Draft]) {
    for draft in drafts {
        totals[draft.side] += draft.points;
    }
}
