//! NBA v2: codes that are numbers, visitors first, a clock that counts down, a line score of texts.

use super::calendar::Game;
use super::clocked::{Clocked, Overtime};
use super::play::{Play, Script, State, View};
use super::rules::{Codes, Part, Rules};
use super::told::Told;
use crate::simulator::dice::Dice;
use crate::simulator::fate::MINUTE;
use crate::simulator::zone;
use serde_json::{Value, json};

pub(super) struct Nba;

const CODES: Codes = Codes {
    not_started: ("1", "Scheduled"),
    postponed: ("4", "Postponed"),
    cancelled: ("6", "Canceled"),
    halted: Some(("5", "Delayed")),
    abandoned: None,
    awarded: None,
    walkover: None,
};

const COURSE: Clocked = Clocked {
    parts: QUARTERS,
    minutes: 12,
    pace: 0.42,
    breaks: &[2.5, 15.0, 2.5],
    scores: 12.4,
    ways: &[("two", 2, 50), ("three", 3, 30), ("free", 1, 20)],
    others: &[("rebound", 10.5), ("foul", 4.8), ("assist", 6.3), ("turnover", 3.2)],
    overtime: Some(Overtime {
        always: true,
        wait: 2.5,
        parts: 1,
        minutes: 5,
        most: 9,
        sudden: false,
        shootout: None,
    }),
};

const QUARTERS: usize = 4;

impl Rules for Nba {
    fn codes(&self) -> &'static Codes {
        &CODES
    }

    fn script(&self, game: &Game, starts_at: i64, strength: [f64; 2], dice: &mut Dice) -> Script {
        COURSE.script(game, starts_at, strength, dice)
    }

    fn code(&self, view: &View) -> (String, &'static str) {
        match view.state {
            State::Ended(_) => ("3".to_owned(), "Finished"),
            _ => ("2".to_owned(), "In Play"),
        }
    }

    fn parts(&self, view: &View) -> Vec<Part> {
        let name = |n: usize| match n {
            0..QUARTERS => format!("Q{}", n + 1),
            QUARTERS => "OT".to_owned(),
            later => format!("OT{}", later + 1 - QUARTERS),
        };
        let parts = view.parts.iter().enumerate();
        parts.map(|(n, scores)| (name(n), scores.map(Some))).collect()
    }

    fn beyond(&self, view: &View) -> bool {
        view.parts.len() > QUARTERS
    }

    fn row(&self, it: &Told<'_>) -> Value {
        let view = &it.view;
        let (short, long) = it.code(self);
        let totals = it.totals(self);
        let start = zone::UTC.write(view.starts_at / 1_000);
        let clock = match view.state {
            State::Play(part) => Some(left(part, view.clock)),
            _ => None,
        };
        let home = &it.world.teams[it.game.sides[0]];
        let score = |side: usize| {
            let entries = view.parts.len().max(QUARTERS);
            let entry =
                |n: usize| view.parts.get(n).map_or(String::new(), |it| it[side].to_string());
            let line: Vec<String> =
                if totals.is_some() { (0..entries).map(entry).collect() } else { Vec::new() };
            json!({
                "win": 0,
                "loss": 0,
                "series": {"win": 0, "loss": 0},
                "linescore": line,
                "points": totals.map(|totals| totals[side]),
            })
        };
        let over = matches!(view.state, State::Ended(_));
        json!({
            "id": it.game.id,
            "league": "standard",
            "season": season(it),
            "date": {"start": format!("{}.000Z", &start[..19]), "end": null, "duration": null},
            "stage": 2,
            "status": {
                "clock": clock,
                "halftime": view.state == State::Break(1),
                "short": short.parse::<u32>().unwrap_or_default(),
                "long": long,
            },
            "periods": {
                // Even after overtime a finished game says four.
                "current": if over { QUARTERS } else { view.parts.len() },
                "total": QUARTERS,
                "endOfPeriod": matches!(view.state, State::Break(_)),
            },
            "arena": {
                "name": format!("{} Arena", home.town),
                "city": home.town,
                "state": null,
                "country": "USA",
            },
            "teams": {"visitors": team(it, 1), "home": team(it, 0)},
            "scores": {"visitors": score(1), "home": score(0)},
            "officials": [],
            "timesTied": null,
            "leadChanges": null,
            "nugget": null,
        })
    }

    fn particular(&self, endpoint: &str, it: &Told<'_>) -> Option<Vec<Value>> {
        if endpoint != "games/statistics" {
            return None;
        }
        if it.view.parts.is_empty() {
            return Some(Vec::new());
        }
        let script = it.script();
        let plays = script.plays_until(it.now);
        Some([1, 0].map(|side| statistics(it, plays, side)).to_vec())
    }
}

/// The season is named after the year it begins in.
fn season(it: &Told<'_>) -> i32 {
    it.league.season_of(it.game.first).parse().unwrap_or_default()
}

/// What is left of a part by its clock.
fn left(part: usize, clock: i64) -> String {
    let minutes = if part < QUARTERS { 12 } else { 5 };
    let left = (minutes * MINUTE - clock).max(0) / 1_000;
    format!("{}:{:02}", left / 60, left % 60)
}

fn team(it: &Told<'_>, side: usize) -> Value {
    team_of(&it.world.teams[it.game.sides[side]])
}

/// A club; its crest lies elsewhere.
pub(super) fn team_of(team: &super::league::Team) -> Value {
    json!({
        "id": team.id,
        "name": team.name,
        "nickname": team.nickname,
        "code": team.code,
        "logo": format!("https://media.api-sports.io/nba/teams/{}.png", team.id),
    })
}

fn statistics(it: &Told<'_>, plays: &[Play], side: usize) -> Value {
    let count = |kind: &str| {
        let of = plays.iter().filter(|play| play.side == side && play.kind == kind);
        u32::try_from(of.count()).unwrap_or(0)
    };
    let tries = |made: u32, of_hundred: u32| made * 100 / of_hundred + u32::from(made > 0);
    let share =
        |made: u32, tried: u32| (made * 100).checked_div(tried).unwrap_or_default().to_string();
    let (twos, threes, frees) = (count("two"), count("three"), count("free"));
    let (field, three, free) = (tries(twos + threes, 46), tries(threes, 36), tries(frees, 78));
    let rebounds = count("rebound");
    let points = it.view.sum();
    let lead = i64::from(points[side]) - i64::from(points[1 - side]);
    json!({
        "team": team(it, side),
        "statistics": [{
            "fastBreakPoints": null,
            "pointsInPaint": null,
            "biggestLead": null,
            "secondChancePoints": null,
            "pointsOffTurnovers": null,
            "longestRun": null,
            "points": points[side],
            "fgm": twos + threes,
            "fga": field,
            "fgp": share(twos + threes, field),
            "ftm": frees,
            "fta": free,
            "ftp": share(frees, free),
            "tpm": threes,
            "tpa": three,
            "tpp": share(threes, three),
            "offReb": rebounds / 4,
            "defReb": rebounds - rebounds / 4,
            "totReb": rebounds,
            "assists": count("assist"),
            "pFouls": count("foul"),
            "steals": count("turnover") / 2,
            "turnovers": count("turnover"),
            "blocks": count("foul") / 4,
            "plusMinus": lead.to_string(),
            "min": "240:00",
        }],
    })
}
