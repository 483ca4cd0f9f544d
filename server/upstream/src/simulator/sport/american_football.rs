//! American football v1: quarters with a clock that counts down, overtime that may end level.

use super::calendar::Game;
use super::clocked::{Clocked, Overtime};
use super::play::{Play, Script, State, View};
use super::rules::{Codes, Part, Rules};
use super::told::{Told, country_of, image};
use crate::simulator::dice::Dice;
use serde_json::{Value, json};

pub(super) struct AmericanFootball;

const CODES: Codes = Codes {
    not_started: ("NS", "Not Started"),
    postponed: ("PST", "Postponed"),
    cancelled: ("CANC", "Cancelled"),
    halted: None,
    abandoned: None,
    awarded: None,
    walkover: None,
};

const COURSE: Clocked = Clocked {
    parts: QUARTERS,
    minutes: MINUTES,
    pace: 0.37,
    breaks: &[2.0, 13.0, 2.0],
    scores: 1.15,
    ways: &[("TD", 7, 40), ("TD", 6, 4), ("TD", 8, 4), ("FG", 3, 46), ("SF", 2, 2)],
    others: &[("first down", 5.0), ("penalty", 1.6), ("turnover", 0.35), ("sack", 0.6)],
    overtime: Some(Overtime {
        always: true,
        wait: 3.0,
        parts: 1,
        minutes: 10,
        most: 1,
        sudden: true,
        shootout: None,
    }),
};

const QUARTERS: usize = 4;
/// Minutes of a quarter.
const MINUTES: i64 = 15;

const LIVE: [(&str, &str); 5] = [
    ("Q1", "First Quarter"),
    ("Q2", "Second Quarter"),
    ("Q3", "Third Quarter"),
    ("Q4", "Fourth Quarter"),
    ("OT", "Overtime"),
];

impl Rules for AmericanFootball {
    fn codes(&self) -> &'static Codes {
        &CODES
    }

    fn script(&self, game: &Game, starts_at: i64, strength: [f64; 2], dice: &mut Dice) -> Script {
        COURSE.script(game, starts_at, strength, dice)
    }

    /// Between quarters the last one is still shown.
    fn code(&self, view: &View) -> (String, &'static str) {
        let (short, long) = match view.state {
            State::Break(1) => ("HT", "Halftime"),
            State::Ended(QUARTERS..) => ("AOT", "After Over Time"),
            State::Ended(_) => ("FT", "Finished"),
            state => LIVE[state.part().unwrap_or(0).min(QUARTERS)],
        };
        (short.to_owned(), long)
    }

    fn parts(&self, view: &View) -> Vec<Part> {
        let parts = view.parts.iter().zip(["Q1", "Q2", "Q3", "Q4", "OT"]);
        parts.map(|(scores, name)| (name.to_owned(), scores.map(Some))).collect()
    }

    fn beyond(&self, view: &View) -> bool {
        view.parts.len() > QUARTERS
    }

    fn row(&self, it: &Told<'_>) -> Value {
        let totals = it.totals(self);
        let (short, long) = it.code(self);
        let date = it.date();
        let college = it.league.id == 2;
        let home = &it.world.teams[it.game.sides[0]];
        let side = |side: usize| {
            json!({
                "quarter_1": it.part(0)[side],
                "quarter_2": it.part(1)[side],
                "quarter_3": it.part(2)[side],
                "quarter_4": it.part(3)[side],
                "overtime": it.part(4)[side],
                "total": totals.map(|totals| totals[side]),
            })
        };
        let week = it.game.round + 1;
        json!({
            "game": {
                "id": it.game.id,
                "stage": if college { "FBS (Division I-A)" } else { "Regular Season" },
                "week": if college { week.to_string() } else { format!("Week {week}") },
                "date": {
                    "timezone": it.zone.name(),
                    "date": &date[..10],
                    "time": &date[11..16],
                    "timestamp": it.view.starts_at / 1_000,
                },
                "venue": {"name": format!("{} Stadium", home.town), "city": home.town},
                "status": {"short": short, "long": long, "timer": timer(&it.view)},
            },
            "league": league(it),
            "teams": {"home": it.team(0), "away": it.team(1)},
            "scores": {"home": side(0), "away": side(1)},
        })
    }

    fn particular(&self, endpoint: &str, it: &Told<'_>) -> Option<Vec<Value>> {
        if !matches!(endpoint, "games/events" | "games/statistics/teams") {
            return None;
        }
        if it.view.parts.is_empty() {
            return Some(Vec::new());
        }
        let script = it.script();
        let plays = script.plays_until(it.now);
        if endpoint == "games/statistics/teams" {
            return Some([0, 1].map(|side| statistics(it, plays, side)).to_vec());
        }
        let mut score = [0, 0];
        let mut events = Vec::new();
        for play in plays.iter().filter(|play| play.points > 0) {
            score[play.side] += play.points;
            events.push(event(it, play, score));
        }
        Some(events)
    }
}

/// The league of a row, whose season is a text here and a number in tables.
fn league(it: &Told<'_>) -> Value {
    let country = country_of(it.league);
    json!({
        "id": it.league.id,
        "name": it.league.name,
        "season": it.league.season_of(it.game.first),
        "logo": image(it.sport, "leagues", it.league.id),
        "country": {"name": country["name"], "code": country["code"], "flag": country["flag"]},
    })
}

/// What is left of a part by its clock: `8:39`.
fn left(part: usize, clock: i64) -> String {
    let minutes = if part < QUARTERS { MINUTES } else { 10 };
    let left = (minutes * 60 - clock / 1_000).max(0);
    format!("{}:{:02}", left / 60, left % 60)
}

fn timer(view: &View) -> Option<String> {
    match view.state {
        State::Play(part) => Some(left(part, view.clock)),
        State::Break(_) => Some("0:00".to_owned()),
        _ => None,
    }
}

fn event(it: &Told<'_>, play: &Play, [home, away]: [u32; 2]) -> Value {
    const QUARTER: [&str; 5] = ["First", "Second", "Third", "Fourth", "Overtime"];
    let mut dice = Dice::of(it.world.seed, &[71, it.game.id, u64::try_from(play.at).unwrap_or(0)]);
    let team = it.game.sides[play.side];
    let (id, name) = it.world.player(team, dice.below(30));
    let kicker = it.world.player(team, 39).1;
    let yards = dice.between(1, 48);
    let comment = match (play.kind, play.points) {
        ("TD", 7) => format!("{name} {yards} Yd run ({kicker} Kick)"),
        ("TD", 8) => format!("{name} {yards} Yd run (Two-Point Conversion)"),
        ("TD", _) => format!("{name} {yards} Yd run (Kick Failed)"),
        ("FG", _) => format!("{name} {} Yd Field Goal", yards + 17),
        _ => format!("{name} Safety"),
    };
    json!({
        "quarter": QUARTER[play.part.min(QUARTERS)],
        "minute": left(play.part, play.clock),
        "team": it.team(play.side),
        "player": {"id": id, "name": name, "image": image(it.sport, "players", id)},
        "type": play.kind,
        "comment": comment,
        "score": {"home": home, "away": away},
    })
}

fn statistics(it: &Told<'_>, plays: &[Play], side: usize) -> Value {
    let count = |kind: &str, side: usize| {
        plays.iter().filter(|play| play.side == side && play.kind == kind).count()
    };
    let downs = count("first down", side);
    let (passing, rushing) = (downs * 12, downs * 6);
    let attempts = downs + 2;
    let against: u32 = plays.iter().filter(|play| play.side != side).map(|play| play.points).sum();
    json!({
        "team": it.team(side),
        "statistics": {
            "first_downs": {
                "total": downs,
                "passing": downs * 2 / 3,
                "rushing": downs - downs * 2 / 3,
                "from_penalties": 0,
                "third_down_efficiency": format!("{}-{attempts}", attempts / 2),
                "fourth_down_efficiency": "0-0",
            },
            "plays": {"total": downs * 3},
            "yards": {"total": passing + rushing, "yards_per_play": "6", "total_drives": "7.9"},
            "passing": {"total": passing, "comp_att": format!("{}-{attempts}", attempts * 3 / 5)},
            "rushings": {"total": rushing, "attempts": downs, "yards_per_rush": "4.2"},
            "penalties": {"total": format!("{}-{}", count("penalty", side), count("penalty", side) * 8)},
            "turnovers": {"total": count("turnover", side), "lost_fumbles": 0, "interceptions": 0},
            "sacks": {"total": count("sack", side)},
            "points_against": {"total": against},
        },
    })
}
