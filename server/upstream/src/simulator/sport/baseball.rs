//! Baseball v1: innings without a clock. The parts of a script are half-innings, visitors first.

use super::calendar::Game;
use super::clocked::halt;
use super::play::{Draft, Script, State, View, Writer};
use super::rules::{Codes, Part, Rules};
use super::told::Told;
use crate::simulator::dice::Dice;
use crate::simulator::fate::MINUTE;
use serde_json::{Map, Value, json};

pub(super) struct Baseball;

const CODES: Codes = Codes {
    not_started: ("NS", "Not Started"),
    postponed: ("POST", "Postponed"),
    cancelled: ("CANC", "Cancelled"),
    halted: Some(("INTR", "Interrupted")),
    abandoned: Some(("ABD", "Abandoned")),
    awarded: None,
    walkover: None,
};

/// Innings of a whole game.
const WHOLE: usize = 9;
/// A level game ends after this one, but for a cup's.
const LAST: usize = 12;

impl Rules for Baseball {
    fn codes(&self) -> &'static Codes {
        &CODES
    }

    fn script(&self, game: &Game, starts_at: i64, strength: [f64; 2], dice: &mut Dice) -> Script {
        let halt = halt(game.fate, WHOLE * 2 - 2, dice);
        let mut writer = Writer::new(starts_at, 1.0, halt);
        let mut runs = [0_u32; 2];
        let mut inning = 0;
        loop {
            for (half, side) in [1, 0].into_iter().enumerate() {
                let last = inning + 1 >= WHOLE && side == 0;
                // Who leads already need not bat.
                if last && runs[0] > runs[1] {
                    return writer.end(inning * 2);
                }
                let ahead = last.then(|| runs[1] - runs[0]);
                let (length, drafts) = half_inning(side, inning, strength[side], ahead, dice);
                runs[side] += drafts.iter().map(|draft| draft.points).sum::<u32>();
                writer.part(inning * 2 + half, length, &drafts);
            }
            let over = inning + 1 >= WHOLE && runs[0] != runs[1];
            if over || (inning + 1 >= LAST && game.winner.is_none()) || inning > 30 {
                return writer.end(inning * 2 + 1);
            }
            inning += 1;
        }
    }

    fn code(&self, view: &View) -> (String, &'static str) {
        const LONG: [&str; WHOLE + 1] = [
            "Inning 1",
            "Inning 2",
            "Inning 3",
            "Inning 4",
            "Inning 5",
            "Inning 6",
            "Inning 7",
            "Inning 8",
            "Inning 9",
            "Extra Innings",
        ];
        match view.state {
            State::Ended(_) => ("FT".to_owned(), "Finished"),
            state => {
                let inning = state.part().unwrap_or(0) / 2;
                (format!("IN{}", inning + 1), LONG[inning.min(WHOLE)])
            }
        }
    }

    fn parts(&self, view: &View) -> Vec<Part> {
        let innings = (0..WHOLE).map(|inning| ((inning + 1).to_string(), scored(view, inning)));
        let mut parts: Vec<Part> =
            innings.filter(|(_, runs)| runs.iter().any(Option::is_some)).collect();
        if let Some(extra) = extra(view) {
            parts.push(("EI".to_owned(), extra));
        }
        parts
    }

    fn beyond(&self, view: &View) -> bool {
        view.parts.len() > WHOLE * 2
    }

    fn row(&self, it: &Told<'_>) -> Value {
        let totals = it.totals(self);
        let begun = !it.view.parts.is_empty();
        let script = begun.then(|| it.script());
        let plays = script.as_deref().map(|script| script.plays_until(it.now)).unwrap_or_default();
        let count = |kinds: &[&str], side: usize| {
            let of = plays.iter().filter(|play| play.side == side && kinds.contains(&play.kind));
            begun.then(|| of.count())
        };
        let extra = extra(&it.view);
        let side = |side: usize| {
            let mut innings = Map::new();
            for inning in 0..WHOLE {
                let runs = scored(&it.view, inning)[side];
                innings.insert((inning + 1).to_string(), json!(runs));
            }
            innings.insert("extra".to_owned(), json!(extra.and_then(|extra| extra[side])));
            json!({
                "hits": count(&["hit", "run"], side),
                "errors": count(&["error"], 1 - side),
                "innings": innings,
                "total": totals.map(|totals| totals[side]),
            })
        };
        let mut row = it.row();
        row["scores"] = json!({"home": side(0), "away": side(1)});
        row
    }
}

/// One half of an inning; `ahead` is what the visitors lead by when the home side may end the game
/// by passing them.
fn half_inning(
    side: usize,
    inning: usize,
    strength: f64,
    ahead: Option<u32>,
    dice: &mut Dice,
) -> (i64, Vec<Draft>) {
    // Extra innings begin with a runner on second.
    let mean = if inning >= WHOLE { 0.8 } else { 0.48 };
    let mut runs = dice.poisson(mean * strength);
    if let Some(ahead) = ahead {
        runs = runs.min(usize::try_from(ahead).unwrap_or(0) + 1);
    }
    let won = ahead.is_some_and(|ahead| runs > usize::try_from(ahead).unwrap_or(0));
    let hits = dice.poisson(0.5);
    let length = (dice.between(6, 10) + i64::try_from(2 * runs).unwrap_or(0)) * MINUTE;
    let mut clocks: Vec<i64> =
        (0..runs).map(|_| dice.between(MINUTE, length - MINUTE / 2)).collect();
    clocks.sort_unstable();
    let end = if won { clocks.last().copied().unwrap_or(length) + 1 } else { length };
    let draft = |clock, points, kind| Draft { clock, side, points, kind };
    let mut drafts: Vec<Draft> = clocks.into_iter().map(|clock| draft(clock, 1, "run")).collect();
    for _ in 0..hits {
        drafts.push(draft(dice.between(MINUTE / 2, end - 1), 0, "hit"));
    }
    if dice.chance(0.06) {
        drafts.push(draft(dice.between(MINUTE / 2, end - 1), 0, "error"));
    }
    drafts.sort_by_key(|draft| draft.clock);
    (end, drafts)
}

/// The runs of an inning; `None` for who has not batted in it.
fn scored(view: &View, inning: usize) -> [Option<u32>; 2] {
    let half = |half: usize, side: usize| view.parts.get(inning * 2 + half).map(|it| it[side]);
    [half(1, 0), half(0, 1)]
}

/// The runs of all extra innings, 0 for a side that has not batted yet; `None` without any.
fn extra(view: &View) -> Option<[Option<u32>; 2]> {
    let halves = view.parts.get(WHOLE * 2..).filter(|halves| !halves.is_empty())?;
    Some([0, 1].map(|side| Some(halves.iter().map(|half| half[side]).sum())))
}
