//! Baseball v1: answers into our words.
//!
//! There is no clock. An inning is a number on each side, and the side without one in the current
//! inning has not batted in it. All extra innings are one number, whatever the code says.

use crate::{
    adapter::{
        self, AdapterError, Codes, Course, Game, Nothing, Observations, Skipped, Standings, State,
        beyond, part,
    },
    client::Answer,
    wire::{Maybe, Number},
};
use entity::model::{Instant, ObservedLeague, ObservedMatch, Period, Phase, Sport, Statistic};
use serde::Deserialize;

const CODES: &Codes = &[
    ("NS", Phase::Scheduled, "Not started"),
    ("IN1", Phase::Live, "First inning"),
    ("IN2", Phase::Live, "Second inning"),
    ("IN3", Phase::Live, "Third inning"),
    ("IN4", Phase::Live, "Fourth inning"),
    ("IN5", Phase::Live, "Fifth inning"),
    ("IN6", Phase::Live, "Sixth inning"),
    ("IN7", Phase::Live, "Seventh inning"),
    ("IN8", Phase::Live, "Eighth inning"),
    ("IN9", Phase::Live, "Ninth inning"),
    ("FT", Phase::Finished, "Finished"),
    ("POST", Phase::Postponed, "Game postponed"),
    ("CANC", Phase::Cancelled, "Game cancelled"),
    ("INTR", Phase::Suspended, "Game interrupted"),
    ("ABD", Phase::Abandoned, "Game abandoned"),
];

/// Innings of a whole game.
const WHOLE: usize = 9;

/// The highest inning that is believed; the longest game had 33.
const MAX_INNINGS: usize = 99;

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    hits: Number,
    errors: Number,
    innings: Maybe<Innings>,
    total: Number,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Innings {
    #[serde(rename = "1")]
    first: Number,
    #[serde(rename = "2")]
    second: Number,
    #[serde(rename = "3")]
    third: Number,
    #[serde(rename = "4")]
    fourth: Number,
    #[serde(rename = "5")]
    fifth: Number,
    #[serde(rename = "6")]
    sixth: Number,
    #[serde(rename = "7")]
    seventh: Number,
    #[serde(rename = "8")]
    eighth: Number,
    #[serde(rename = "9")]
    ninth: Number,
    extra: Number,
}

impl Innings {
    fn all(self) -> [Option<i64>; WHOLE] {
        [
            self.first,
            self.second,
            self.third,
            self.fourth,
            self.fifth,
            self.sixth,
            self.seventh,
            self.eighth,
            self.ninth,
        ]
        .map(Number::score)
    }
}

type Row<'a> = Game<'a, Maybe<Line>, Nothing>;

/// Reads any answer of `games`.
pub fn observations(answer: &Answer, now: Instant) -> Result<Observations, AdapterError> {
    adapter::observations(answer, |row| observation(row, now))
}

/// Reads an answer of `leagues`.
pub fn leagues(answer: &Answer, now: Instant) -> Result<Vec<ObservedLeague>, AdapterError> {
    adapter::leagues(answer, now)
}

/// Reads an answer of `standings`; the table is ordered by the share of games won.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    adapter::standings(answer)
}

fn observation(mut row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let head = row.head(Sport::Baseball);
    let mut state = row.state(CODES).map(extra_innings);
    let scores = row.scores.or_empty();
    let lines = [scores.home, scores.away].map(Maybe::or_empty);
    let innings = lines.map(|line| line.innings.get().copied().unwrap_or_default());
    let totals = lines.map(|line| line.total.score());
    let [home, away] = innings.map(Innings::all);
    let regular: Vec<[Option<i64>; 2]> =
        home.into_iter().zip(away).map(|(home, away)| [home, away]).collect();
    let told = innings.map(|innings| innings.extra.score());
    let extra = if told.iter().any(Option::is_some) {
        told
    } else {
        beyond(totals, &regular, false).unwrap_or_default()
    };
    let current = state.as_ref().and_then(|state| state.number("IN"));
    let clock = current.map(|inning| half(inning, &regular));
    let shown = current.map_or(WHOLE, |current| current.min(WHOLE));
    let periods: Vec<Period> = regular
        .into_iter()
        .take(shown)
        .zip(1..)
        .filter_map(|(runs, n)| part(n.to_string(), runs))
        .chain(part("EI", extra))
        .collect();
    if let Some(state) = &mut state
        && state.code == "FT"
        && extra.iter().any(Option::is_some)
    {
        "After extra innings".clone_into(&mut state.label);
    }
    let statistics = statistics(&lines);
    head.observation(Course { state, clock, totals, periods, statistics }, now)
}

/// The tenth inning and later ones have codes of the same kind, though no list names them.
fn extra_innings(state: State) -> State {
    if state.phase != Phase::Unknown {
        return state;
    }
    let letters = state.code.chars().filter(|c| !c.is_whitespace());
    let code: String = letters.map(|c| c.to_ascii_uppercase()).collect();
    let inning = code.strip_prefix("IN").and_then(|n| n.parse::<usize>().ok());
    let extra = inning.is_some_and(|inning| (WHOLE + 1..=MAX_INNINGS).contains(&inning));
    if !extra && code != "EI" {
        return state;
    }
    State { code, phase: Phase::Live, label: "Extra innings".to_owned() }
}

/// `Top 7` while the visitors bat, `Bottom 7` once the home side has.
fn half(inning: usize, innings: &[[Option<i64>; 2]]) -> String {
    let home = inning.checked_sub(1).and_then(|at| innings.get(at)).and_then(|runs| runs[0]);
    match home {
        _ if inning > WHOLE => format!("Inning {inning}"),
        None => format!("Top {inning}"),
        Some(_) => format!("Bottom {inning}"),
    }
}

/// Hits and errors, which stand in the row itself.
fn statistics(lines: &[Line; 2]) -> Option<Vec<Statistic>> {
    let count = |number: Number| number.score().map(|number| number as f64);
    let rows = [
        ("hits", "Hits", lines.map(|line| count(line.hits))),
        ("errors", "Errors", lines.map(|line| count(line.errors))),
    ];
    let told = rows.into_iter().filter(|(_, _, values)| values.iter().any(Option::is_some));
    let statistics: Vec<Statistic> = told
        .map(|(name, label, values)| Statistic {
            name: name.to_owned(),
            label: label.to_owned(),
            unit: None,
            values: values.to_vec(),
        })
        .collect();
    (!statistics.is_empty()).then_some(statistics)
}
