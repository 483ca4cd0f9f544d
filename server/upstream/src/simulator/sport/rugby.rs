//! Rugby union v1: two halves, extra time in cups, no timer.

use super::calendar::Game;
use super::clocked::{Clocked, Overtime};
use super::play::{Script, State, View};
use super::rules::{Codes, Part, Rules};
use super::told::Told;
use crate::simulator::dice::Dice;
use serde_json::{Value, json};

pub(super) struct Rugby;

const CODES: Codes = Codes {
    not_started: ("NS", "Not Started"),
    postponed: ("POST", "Postponed"),
    cancelled: ("CANC", "Cancelled"),
    halted: Some(("INTR", "Interrupted")),
    abandoned: Some(("ABD", "Abandoned")),
    awarded: Some(("AW", "Awarded")),
    walkover: None,
};

const COURSE: Clocked = Clocked {
    parts: HALVES,
    minutes: 40,
    pace: 0.88,
    breaks: &[12.0],
    scores: 2.6,
    ways: &[("try", 7, 40), ("try", 5, 22), ("penalty", 3, 35), ("drop", 3, 3)],
    others: &[],
    overtime: Some(Overtime {
        always: false,
        wait: 4.0,
        parts: 1,
        minutes: 20,
        most: 2,
        sudden: false,
        shootout: None,
    }),
};

const HALVES: usize = 2;

/// A defeat by no more than this still brings a point.
const CLOSE: u32 = 7;

impl Rules for Rugby {
    fn codes(&self) -> &'static Codes {
        &CODES
    }

    fn script(&self, game: &Game, starts_at: i64, strength: [f64; 2], dice: &mut Dice) -> Script {
        COURSE.script(game, starts_at, strength, dice)
    }

    fn code(&self, view: &View) -> (String, &'static str) {
        let (short, long) = match view.state {
            State::Break(0) => ("HT", "Halftime"),
            State::Break(_) => ("BT", "Break Time"),
            State::Ended(HALVES..) => ("AET", "After Extra Time"),
            State::Ended(_) => ("FT", "Finished"),
            state => match state.part().unwrap_or(0) {
                0 => ("1H", "First Half"),
                1 => ("2H", "Second Half"),
                _ => ("ET", "Extra Time"),
            },
        };
        (short.to_owned(), long)
    }

    fn parts(&self, view: &View) -> Vec<Part> {
        let parts = view.parts.iter().zip(["1H", "2H", "OT", "OT2"]);
        parts.map(|(scores, name)| (name.to_owned(), scores.map(Some))).collect()
    }

    fn beyond(&self, view: &View) -> bool {
        view.parts.len() > HALVES
    }

    fn forfeit(&self) -> u32 {
        28
    }

    fn points(&self, mine: u32, theirs: u32, _beyond: bool) -> u32 {
        match mine.cmp(&theirs) {
            std::cmp::Ordering::Greater => 4,
            std::cmp::Ordering::Equal => 2,
            std::cmp::Ordering::Less => u32::from(theirs - mine <= CLOSE),
        }
    }

    fn row(&self, it: &Told<'_>) -> Value {
        let totals = it.totals(self);
        let part = |part: usize| {
            let [home, away] = it.part(part);
            json!({"home": home, "away": away})
        };
        let mut row = it.row();
        row["scores"] = json!({
            "home": totals.map(|totals| totals[0]),
            "away": totals.map(|totals| totals[1]),
        });
        row["periods"] = json!({
            "first": part(0),
            "second": part(1),
            "overtime": part(2),
            "second_overtime": part(3),
        });
        row
    }
}
