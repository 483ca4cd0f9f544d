//! Basketball v1: quarters, a timer that counts minutes up, all overtimes in one number.

use super::calendar::Game;
use super::clocked::{Clocked, Overtime};
use super::play::{Play, Script, State, View};
use super::rules::{Codes, Part, Rules};
use super::told::Told;
use crate::simulator::dice::Dice;
use serde_json::{Value, json};

pub(super) struct Basketball;

const CODES: Codes = Codes {
    not_started: ("NS", "Not Started"),
    postponed: ("POST", "Game Postponed"),
    cancelled: ("CANC", "Game Cancelled"),
    halted: Some(("SUSP", "Game Suspended")),
    abandoned: Some(("ABD", "Game Abandoned")),
    awarded: Some(("AWD", "Game Awarded")),
    walkover: None,
};

const COURSE: Clocked = Clocked {
    parts: QUARTERS,
    minutes: 10,
    pace: 0.45,
    breaks: &[2.0, 15.0, 2.0],
    scores: 9.6,
    ways: &[("two", 2, 55), ("three", 3, 27), ("free", 1, 18)],
    others: &[("rebound", 8.0), ("foul", 4.5), ("assist", 4.5), ("turnover", 3.0)],
    overtime: Some(Overtime {
        always: true,
        wait: 2.0,
        parts: 1,
        minutes: 5,
        most: 9,
        sudden: false,
        shootout: None,
    }),
};

const QUARTERS: usize = 4;

const LIVE: [(&str, &str); 5] = [
    ("Q1", "Quarter 1"),
    ("Q2", "Quarter 2"),
    ("Q3", "Quarter 3"),
    ("Q4", "Quarter 4"),
    ("OT", "Over Time"),
];

impl Rules for Basketball {
    fn codes(&self) -> &'static Codes {
        &CODES
    }

    fn script(&self, game: &Game, starts_at: i64, strength: [f64; 2], dice: &mut Dice) -> Script {
        COURSE.script(game, starts_at, strength, dice)
    }

    fn code(&self, view: &View) -> (String, &'static str) {
        let (short, long) = match view.state {
            State::Break(1) => ("HT", "Halftime"),
            State::Break(_) => ("BT", "Break Time"),
            State::Ended(part) if part >= QUARTERS => ("AOT", "After Over Time"),
            State::Ended(_) => ("FT", "Game Finished"),
            state => LIVE[state.part().unwrap_or(0).min(QUARTERS)],
        };
        (short.to_owned(), long)
    }

    fn parts(&self, view: &View) -> Vec<Part> {
        let mut parts = quarters(view);
        // The break after the fourth quarter does not know of overtime yet.
        if view.parts.len() > QUARTERS {
            parts.push(("OT".to_owned(), overtime(view).map(Some)));
        }
        parts
    }

    fn beyond(&self, view: &View) -> bool {
        view.parts.len() > QUARTERS
    }

    fn forfeit(&self) -> u32 {
        20
    }

    fn row(&self, it: &Told<'_>) -> Value {
        let totals = it.totals(self);
        let extra = (it.view.parts.len() > QUARTERS).then(|| overtime(&it.view));
        let side = |side: usize| {
            let quarter = |part| it.part(part)[side];
            // In a break the next quarter may stand at nought already.
            let next = |part: usize| match it.view.state {
                State::Break(after) if after + 1 == part && after > 0 => Some(0),
                _ => quarter(part),
            };
            json!({
                "quarter_1": quarter(0),
                "quarter_2": quarter(1),
                "quarter_3": next(2),
                "quarter_4": next(3),
                "over_time": extra.map(|extra| extra[side]),
                "total": totals.map(|totals| totals[side]),
            })
        };
        let mut row = it.row();
        row["stage"] = Value::Null;
        row["venue"] = json!(format!("{} Arena", it.world.teams[it.game.sides[0]].town));
        row["status"]["timer"] = json!(timer(&it.view));
        row["scores"] = json!({"home": side(0), "away": side(1)});
        row
    }

    fn particular(&self, endpoint: &str, it: &Told<'_>) -> Option<Vec<Value>> {
        if endpoint != "games/statistics/teams" {
            return None;
        }
        let script = it.script();
        let plays = script.plays_until(it.now);
        if it.view.parts.is_empty() {
            return Some(Vec::new());
        }
        Some([0, 1].map(|side| statistics(it, plays, side)).to_vec())
    }
}

/// Minutes of the quarter, 0 in breaks.
fn timer(view: &View) -> Option<String> {
    match view.state {
        State::Play(_) | State::Halted(_) => Some((view.clock / 60_000 + 1).min(10).to_string()),
        State::Break(_) => Some("0".to_owned()),
        State::NotStarted
        | State::Postponed
        | State::Cancelled
        | State::Walkover
        | State::Awarded
        | State::Abandoned(_)
        | State::Ended(_) => None,
    }
}

/// The quarters that have begun.
pub(super) fn quarters(view: &View) -> Vec<Part> {
    let quarters = view.parts.iter().take(QUARTERS).zip(1..);
    quarters.map(|(scores, n)| (format!("Q{n}"), scores.map(Some))).collect()
}

/// What each side has scored beyond regular time.
pub(super) fn overtime(view: &View) -> [u32; 2] {
    let extra = view.parts.get(QUARTERS..).unwrap_or_default();
    [0, 1].map(|side| extra.iter().map(|part| part[side]).sum())
}

fn statistics(it: &Told<'_>, plays: &[Play], side: usize) -> Value {
    let count = |kind: &str| {
        let of = plays.iter().filter(|play| play.side == side && play.kind == kind);
        u32::try_from(of.count()).unwrap_or(0)
    };
    let shots = |made: u32, of_hundred: u32| {
        let attempts = made * 100 / of_hundred + u32::from(made > 0);
        let percentage = (made * 100).checked_div(attempts).unwrap_or_default();
        json!({"total": made, "attempts": attempts, "percentage": percentage})
    };
    let (twos, threes, frees) = (count("two"), count("three"), count("free"));
    let rebounds = count("rebound");
    json!({
        "game": {"id": it.game.id},
        "team": {"id": it.world.teams[it.game.sides[side]].id},
        "field_goals": shots(twos + threes, 45),
        "threepoint_goals": shots(threes, 36),
        "freethrows_goals": shots(frees, 76),
        "rebounds": {"total": rebounds, "offence": rebounds / 4, "defense": rebounds - rebounds / 4},
        "assists": count("assist"),
        "steals": count("turnover") / 2,
        "blocks": count("foul") / 4,
        "turnovers": count("turnover"),
        "personal_fouls": count("foul"),
    })
}
