//! Australian football v1: goals and behinds, quarters told apart, a timestamp that is a text.

use super::calendar::Game;
use super::clocked::Clocked;
use super::play::{Play, Script, State, View};
use super::rules::{Codes, Part, Rules};
use super::told::Told;
use crate::simulator::dice::Dice;
use serde_json::{Value, json};

pub(super) struct Afl;

const CODES: Codes = Codes {
    not_started: ("NS", "Not Started"),
    postponed: ("PST", "Postponed"),
    cancelled: ("CANC", "Cancelled"),
    halted: None,
    abandoned: None,
    awarded: None,
    walkover: None,
};

/// Twenty minutes with time on come to thirty.
const COURSE: Clocked = Clocked {
    parts: 4,
    minutes: 30,
    pace: 1.0,
    breaks: &[6.0, 20.0, 6.0],
    scores: 5.6,
    ways: &[("goal", 6, 52), ("behind", 1, 38), ("rushed", 1, 10)],
    others: &[("mark", 20.0), ("tackle", 15.0), ("kick", 15.0), ("hitout", 9.0)],
    overtime: None,
};

const LIVE: [(&str, &str); 4] = [
    ("Q1", "First Quarter"),
    ("Q2", "Second Quarter"),
    ("Q3", "Third Quarter"),
    ("Q4", "Fourth Quarter"),
];

impl Rules for Afl {
    fn codes(&self) -> &'static Codes {
        &CODES
    }

    fn script(&self, game: &Game, starts_at: i64, strength: [f64; 2], dice: &mut Dice) -> Script {
        COURSE.script(game, starts_at, strength, dice)
    }

    fn code(&self, view: &View) -> (String, &'static str) {
        let (short, long) = match view.state {
            State::Break(1) => ("HT", "Half Time"),
            State::Break(_) => ("QT", "Quarter Time"),
            State::Ended(_) => ("FT", "Finished"),
            state => LIVE[state.part().unwrap_or(0).min(3)],
        };
        (short.to_owned(), long)
    }

    fn parts(&self, view: &View) -> Vec<Part> {
        super::basketball::quarters(view)
    }

    fn beyond(&self, _view: &View) -> bool {
        false
    }

    fn points(&self, mine: u32, theirs: u32, _beyond: bool) -> u32 {
        match mine.cmp(&theirs) {
            std::cmp::Ordering::Greater => 4,
            std::cmp::Ordering::Equal => 2,
            std::cmp::Ordering::Less => 0,
        }
    }

    fn row(&self, it: &Told<'_>) -> Value {
        let (short, long) = it.code(self);
        let date = it.date();
        let begun = it.totals(self).is_some();
        let script = begun.then(|| it.script());
        let plays = script.as_deref().map(|script| script.plays_until(it.now)).unwrap_or_default();
        let told = begun || it.view.state == State::Cancelled;
        let side = |side: usize| {
            let [goals, behinds] = scoring(plays, side);
            let shown = |number: u32| told.then_some(number);
            json!({
                "score": shown(goals * 6 + behinds),
                "goals": shown(goals),
                "behinds": shown(behinds),
                "psgoals": shown(0),
                "psbehinds": shown(0),
            })
        };
        let season: i32 = it.league.season_of(it.game.first).parse().unwrap_or_default();
        json!({
            "game": {"id": it.game.id},
            "league": {"id": it.league.id, "season": season},
            "date": date,
            "time": &date[11..16],
            "timestamp": (it.view.starts_at / 1_000).to_string(),
            "timezone": it.zone.name(),
            "round": "Regular Season",
            "week": it.game.round,
            "venue": format!("{} Oval", it.world.teams[it.game.sides[0]].town),
            "attendance": null,
            "status": {"long": long, "short": short},
            "teams": {"home": it.team(0), "away": it.team(1)},
            "scores": {"home": side(0), "away": side(1)},
        })
    }

    fn particular(&self, endpoint: &str, it: &Told<'_>) -> Option<Vec<Value>> {
        if !matches!(endpoint, "games/quarters" | "games/events" | "games/statistics/teams") {
            return None;
        }
        if it.view.parts.is_empty() {
            return Some(Vec::new());
        }
        let script = it.script();
        let plays = script.plays_until(it.now);
        let id = |side: usize| it.world.teams[it.game.sides[side]].id;
        let game = json!({"id": it.game.id});
        Some(vec![match endpoint {
            "games/quarters" => {
                let quarter = |n: usize| {
                    let until: Vec<Play> =
                        plays.iter().filter(|play| play.part < n).copied().collect();
                    let side = |side: usize| {
                        let [goals, behinds] = scoring(&until, side);
                        let points = goals * 6 + behinds;
                        json!({"id": id(side), "goals": goals, "behinds": behinds, "points": points})
                    };
                    json!({"quarter": n, "teams": {"home": side(0), "away": side(1)}})
                };
                let quarters: Vec<Value> = (1..=it.view.parts.len()).map(quarter).collect();
                json!({"game": game, "quarters": quarters})
            }
            "games/events" => {
                // A rushed behind is no event.
                let listed = plays.iter().filter(|play| matches!(play.kind, "goal" | "behind"));
                let events: Vec<Value> = listed.map(|play| event(it, play)).collect();
                json!({"game": game, "events": events})
            }
            _ => {
                let teams = [1, 0].map(
                    |side| json!({"team": {"id": id(side)}, "statistics": statistics(plays, side)}),
                );
                json!({"game": game, "teams": teams})
            }
        }])
    }
}

/// Goals and behinds of a side.
fn scoring(plays: &[Play], side: usize) -> [u32; 2] {
    let of = |points: u32| {
        let scored = plays.iter().filter(|play| play.side == side && play.points == points);
        u32::try_from(scored.count()).unwrap_or(0)
    };
    [of(6), of(1)]
}

fn event(it: &Told<'_>, play: &Play) -> Value {
    let mut dice = Dice::of(it.world.seed, &[72, it.game.id, u64::try_from(play.at).unwrap_or(0)]);
    let team = it.game.sides[play.side];
    let (player, _) = it.world.player(team, dice.below(22));
    json!({
        "team": {"id": it.world.teams[team].id},
        "player": {"id": player},
        "period": play.part + 1,
        "minute": play.clock / 60_000 + 1,
        "type": play.kind,
    })
}

fn statistics(plays: &[Play], side: usize) -> Value {
    let count =
        |kind: &str| plays.iter().filter(|play| play.side == side && play.kind == kind).count();
    let kicks = count("kick") * 3;
    let handballs = kicks * 2 / 3;
    json!({
        "disposals": {
            "disposals": kicks + handballs,
            "kicks": kicks,
            "handballs": handballs,
            "free_kicks": count("tackle") / 3,
        },
        "stoppages": {"hitouts": count("hitout"), "clearances": count("hitout")},
        "marks": count("mark"),
        "scoring": {"goals": count("goal"), "assists": count("goal") / 2, "behinds": count("behind")},
        "defence": {"tackles": count("tackle")},
    })
}
