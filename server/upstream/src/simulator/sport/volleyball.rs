//! Volleyball v1: sets to 25, a fifth to 15, two ahead; the score is sets won.

use super::calendar::Game;
use super::clocked::halt;
use super::play::{Draft, Script, State, View, Writer};
use super::rules::{Codes, Part, Rules};
use super::told::Told;
use crate::simulator::dice::Dice;
use serde_json::{Value, json};

pub(super) struct Volleyball;

const CODES: Codes = Codes {
    not_started: ("NS", "Not Started"),
    postponed: ("POST", "Postponed"),
    cancelled: ("CANC", "Cancelled"),
    halted: Some(("INTR", "Interrupted")),
    abandoned: Some(("ABD", "Abandoned")),
    awarded: Some(("AW", "Awarded")),
    walkover: None,
};

const LIVE: [(&str, &str); 5] =
    [("S1", "Set 1"), ("S2", "Set 2"), ("S3", "Set 3"), ("S4", "Set 4"), ("S5", "Set 5")];

/// Sets that win a match.
const ENOUGH: u32 = 3;
/// Minutes between sets.
const REST: f64 = 3.0;

impl Rules for Volleyball {
    fn codes(&self) -> &'static Codes {
        &CODES
    }

    fn script(&self, game: &Game, starts_at: i64, strength: [f64; 2], dice: &mut Dice) -> Script {
        // Every match has three sets.
        let halt = halt(game.fate, 3, dice);
        let mut writer = Writer::new(starts_at, 1.0, halt);
        let mut sets = [0, 0];
        let mut set = 0;
        loop {
            // Who is better on the day counts more than who is better.
            let share = strength[0] / (strength[0] + strength[1]) + (dice.fraction() - 0.5) / 6.0;
            let (length, drafts, winner) = rallies(if set == 4 { 15 } else { 25 }, share, dice);
            writer.part(set, length, &drafts);
            sets[winner] += 1;
            if sets[winner] == ENOUGH {
                return writer.end(set);
            }
            writer.pause(set, REST);
            set += 1;
        }
    }

    /// Between sets the last one is still shown.
    fn code(&self, view: &View) -> (String, &'static str) {
        let (short, long) = match view.state {
            State::Ended(_) => ("FT", "Finished"),
            state => LIVE[state.part().unwrap_or(0).min(4)],
        };
        (short.to_owned(), long)
    }

    fn totals(&self, view: &View) -> [u32; 2] {
        let over = match view.state {
            State::Break(set) | State::Ended(set) => set + 1,
            state => state.part().unwrap_or(0),
        };
        let mut sets = [0, 0];
        for [home, away] in view.parts.iter().take(over) {
            sets[usize::from(away > home)] += 1;
        }
        sets
    }

    fn parts(&self, view: &View) -> Vec<Part> {
        let sets = view.parts.iter().zip(1..);
        sets.map(|(points, n)| (format!("S{n}"), points.map(Some))).collect()
    }

    fn beyond(&self, view: &View) -> bool {
        view.parts.len() == 5
    }

    fn forfeit(&self) -> u32 {
        ENOUGH
    }

    fn points(&self, mine: u32, theirs: u32, beyond: bool) -> u32 {
        match (mine > theirs, beyond) {
            (true, false) => 3,
            (true, true) => 2,
            (false, true) => 1,
            (false, false) => 0,
        }
    }

    fn row(&self, it: &Told<'_>) -> Value {
        let totals = it.totals(self);
        let set = |set: usize| {
            let [home, away] = it.part(set);
            json!({"home": home, "away": away})
        };
        let mut row = it.row();
        row["scores"] = json!({
            "home": totals.map(|totals| totals[0]),
            "away": totals.map(|totals| totals[1]),
        });
        row["periods"] = json!({
            "first": set(0),
            "second": set(1),
            "third": set(2),
            "fourth": set(3),
            "fifth": set(4),
        });
        row
    }
}

/// A set: its length, its points, and who wins it. `share` of the rallies go to the home side.
fn rallies(to: u32, share: f64, dice: &mut Dice) -> (i64, Vec<Draft>, usize) {
    let mut points = [0_u32; 2];
    let mut drafts = Vec::new();
    let mut clock = 0;
    loop {
        clock += dice.between(14_000, 44_000);
        let side = usize::from(!dice.chance(share));
        points[side] += 1;
        drafts.push(Draft { clock, side, points: 1, kind: "point" });
        if points[side] >= to && points[side] >= points[1 - side] + 2 {
            return (clock + 1, drafts, side);
        }
    }
}
