//! Ice hockey v1: three periods, overtime until the first goal, a shoot-out that counts one goal.

use super::calendar::Game;
use super::clocked::{Clocked, Overtime, Shootout};
use super::play::{Play, Script, State, View};
use super::rules::{Codes, Part, Rules};
use super::told::Told;
use crate::simulator::dice::Dice;
use serde_json::{Value, json};

pub(super) struct Hockey;

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
    parts: PERIODS,
    minutes: 20,
    pace: 0.55,
    breaks: &[15.0, 15.0],
    scores: 0.95,
    ways: &[("goal", 1, 1)],
    others: &[("penalty", 1.2)],
    overtime: Some(Overtime {
        always: true,
        wait: 2.0,
        parts: 1,
        minutes: 5,
        most: 1,
        sudden: true,
        shootout: Some(Shootout { attempts: 3, of_hundred: 33 }),
    }),
};

const PERIODS: usize = 3;
/// The place of overtime, and of the shoot-out, among the parts.
const OVERTIME: usize = 3;
const SHOOTOUT: usize = 4;

const LIVE: [(&str, &str); 5] = [
    ("P1", "First Period"),
    ("P2", "Second Period"),
    ("P3", "Third Period"),
    ("OT", "Over Time"),
    ("PT", "Penalties Time"),
];

const OFFENCES: [&str; 6] =
    ["Roughing", "Tripping", "Hooking", "High sticking", "Interference", "Delay of game"];

impl Rules for Hockey {
    fn codes(&self) -> &'static Codes {
        &CODES
    }

    fn script(&self, game: &Game, starts_at: i64, strength: [f64; 2], dice: &mut Dice) -> Script {
        COURSE.script(game, starts_at, strength, dice)
    }

    fn code(&self, view: &View) -> (String, &'static str) {
        let (short, long) = match view.state {
            State::Break(_) => ("BT", "Break Time"),
            State::Ended(SHOOTOUT..) => ("AP", "After Penalties"),
            State::Ended(OVERTIME) => ("AOT", "After Over Time"),
            State::Ended(_) => ("FT", "Finished"),
            state => LIVE[state.part().unwrap_or(0).min(SHOOTOUT)],
        };
        (short.to_owned(), long)
    }

    /// Whoever wins the shoot-out gets one goal for it.
    fn totals(&self, view: &View) -> [u32; 2] {
        let mut totals = [0, 1].map(|side| {
            let played = view.parts.iter().take(SHOOTOUT);
            played.map(|part| part[side]).sum::<u32>()
        });
        if let (State::Ended(_), Some([home, away])) = (view.state, view.parts.get(SHOOTOUT)) {
            totals[usize::from(away > home)] += 1;
        }
        totals
    }

    fn parts(&self, view: &View) -> Vec<Part> {
        let names = ["P1", "P2", "P3", "OT", "SO"];
        let parts = view.parts.iter().zip(names);
        parts.map(|(scores, name)| (name.to_owned(), scores.map(Some))).collect()
    }

    fn beyond(&self, view: &View) -> bool {
        view.parts.len() > PERIODS
    }

    fn forfeit(&self) -> u32 {
        5
    }

    fn points(&self, mine: u32, theirs: u32, beyond: bool) -> u32 {
        if mine > theirs { 2 } else { u32::from(beyond) }
    }

    fn row(&self, it: &Told<'_>) -> Value {
        let totals = it.totals(self);
        let tally =
            |part: usize| it.view.parts.get(part).map(|[home, away]| format!("{home}-{away}"));
        let mut row = it.row();
        row["timer"] = match it.view.state {
            State::Play(part) if part < SHOOTOUT => {
                json!((it.view.clock / 60_000 + 1).min(20).to_string())
            }
            _ => Value::Null,
        };
        row["scores"] = json!({
            "home": totals.map(|totals| totals[0]),
            "away": totals.map(|totals| totals[1]),
        });
        row["periods"] = json!({
            "first": tally(0),
            "second": tally(1),
            "third": tally(2),
            "overtime": tally(OVERTIME),
            "penalties": tally(SHOOTOUT),
        });
        row["events"] = json!(true);
        row
    }

    fn particular(&self, endpoint: &str, it: &Told<'_>) -> Option<Vec<Value>> {
        if endpoint != "games/events" {
            return None;
        }
        if it.view.parts.is_empty() {
            return Some(Vec::new());
        }
        let script = it.script();
        let plays = script.plays_until(it.now).iter();
        Some(plays.map(|play| event(it, play)).collect())
    }
}

fn event(it: &Told<'_>, play: &Play) -> Value {
    let mut dice = Dice::of(it.world.seed, &[70, it.game.id, u64::try_from(play.at).unwrap_or(0)]);
    let team = it.game.sides[play.side];
    let name = |number: usize| it.world.player(team, number).1;
    let scorer = dice.below(20);
    let goal = play.kind != "penalty";
    let helpers = if goal && play.part < SHOOTOUT { dice.below(3) } else { 0 };
    let assists: Vec<String> =
        (1..=helpers).map(|helper| name((scorer + helper * 3) % 20)).collect();
    json!({
        "game_id": it.game.id,
        "period": LIVE[play.part.min(SHOOTOUT)].0,
        "minute": format!("{:02}", play.clock / 60_000),
        "team": it.team(play.side),
        "players": [name(scorer)],
        "assists": assists,
        "comment": (!goal).then(|| *dice.pick(&OFFENCES)),
        "type": if goal { "goal" } else { "penalty" },
    })
}
