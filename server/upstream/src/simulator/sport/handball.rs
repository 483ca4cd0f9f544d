//! Handball v1: two halves; what follows has no field of its own and shows in the total alone.

use super::calendar::Game;
use super::clocked::{Clocked, Overtime, Shootout};
use super::play::{Script, State, View};
use super::rules::{Codes, Part, Rules};
use super::told::Told;
use crate::simulator::dice::Dice;
use serde_json::{Value, json};

pub(super) struct Handball;

const CODES: Codes = Codes {
    not_started: ("NS", "Not Started"),
    postponed: ("POST", "Postponed"),
    cancelled: ("CANC", "Cancelled"),
    halted: Some(("INTR", "Interrupted")),
    abandoned: Some(("ABD", "Abandoned")),
    awarded: Some(("AW", "Awarded")),
    walkover: Some(("WO", "Walkover")),
};

const COURSE: Clocked = Clocked {
    parts: HALVES,
    minutes: 30,
    pace: 0.8,
    breaks: &[12.0],
    scores: 14.0,
    ways: &[("goal", 1, 1)],
    others: &[],
    overtime: Some(Overtime {
        always: false,
        wait: 2.0,
        parts: 2,
        minutes: 5,
        most: 1,
        sudden: false,
        shootout: Some(Shootout { attempts: 5, of_hundred: 75 }),
    }),
};

const HALVES: usize = 2;
/// The place of the shoot-out among the parts.
const SHOOTOUT: usize = 4;

impl Rules for Handball {
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
            State::Ended(SHOOTOUT..) => ("AP", "After Penalties"),
            State::Ended(HALVES..) => ("AET", "After Extra Time"),
            State::Ended(_) => ("FT", "Finished"),
            state => match state.part().unwrap_or(0) {
                0 => ("1H", "First Half"),
                1 => ("2H", "Second Half"),
                SHOOTOUT.. => ("PT", "Penalties Time"),
                _ => ("ET", "Extra Time"),
            },
        };
        (short.to_owned(), long)
    }

    fn parts(&self, view: &View) -> Vec<Part> {
        let halves = view.parts.iter().take(HALVES).zip(["1H", "2H"]);
        let mut parts: Vec<Part> =
            halves.map(|(scores, name)| (name.to_owned(), scores.map(Some))).collect();
        let extra = view.parts.get(HALVES..).unwrap_or_default();
        let rest = [0, 1].map(|side| extra.iter().map(|part| part[side]).sum::<u32>());
        if rest != [0, 0] {
            let both = view.parts.len() > SHOOTOUT && rest[0] != rest[1];
            let name = if both { "OT+PEN" } else { "OT" };
            parts.push((name.to_owned(), rest.map(Some)));
        }
        parts
    }

    fn beyond(&self, view: &View) -> bool {
        view.parts.len() > HALVES
    }

    fn forfeit(&self) -> u32 {
        10
    }

    fn points(&self, mine: u32, theirs: u32, _beyond: bool) -> u32 {
        match mine.cmp(&theirs) {
            std::cmp::Ordering::Greater => 2,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Less => 0,
        }
    }

    fn row(&self, it: &Told<'_>) -> Value {
        let totals = it.totals(self);
        let half = |part: usize| {
            let [home, away] = it.part(part);
            json!({"home": home, "away": away})
        };
        let mut row = it.row();
        row["scores"] = json!({
            "home": totals.map(|totals| totals[0]),
            "away": totals.map(|totals| totals[1]),
        });
        row["periods"] = json!({"first": half(0), "second": half(1)});
        row
    }
}
