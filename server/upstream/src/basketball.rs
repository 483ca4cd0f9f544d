//! Basketball v1: answers into our words.
//!
//! The timer counts minutes up within a quarter. In a break the next quarter may already stand at
//! nought. All overtimes are one number, which is part of the total.

use crate::{
    adapter::{
        self, AdapterError, Codes, Course, Game, Known, Measures, Nothing, Observations,
        Particulars, Skipped, Standings, State, beyond, id, part, rows, tell_overtime,
    },
    client::Answer,
    wire::{Maybe, Number},
};
use entity::model::{Instant, ObservedLeague, ObservedMatch, Period, Phase, Sport};
use serde::Deserialize;
use serde_json::Value;

const CODES: &Codes = &[
    ("NS", Phase::Scheduled, "Not started"),
    ("Q1", Phase::Live, "First quarter"),
    ("Q2", Phase::Live, "Second quarter"),
    ("Q3", Phase::Live, "Third quarter"),
    ("Q4", Phase::Live, "Fourth quarter"),
    ("OT", Phase::Live, "Overtime"),
    ("BT", Phase::Break, "Break"),
    ("HT", Phase::Break, "Half-time"),
    ("FT", Phase::Finished, "Finished"),
    ("AOT", Phase::Finished, "After overtime"),
    ("POST", Phase::Postponed, "Game postponed"),
    ("CANC", Phase::Cancelled, "Game cancelled"),
    ("SUSP", Phase::Suspended, "Game suspended"),
    ("AWD", Phase::Awarded, "Game awarded"),
    ("ABD", Phase::Abandoned, "Game abandoned"),
];

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Quarters {
    quarter_1: Number,
    quarter_2: Number,
    quarter_3: Number,
    quarter_4: Number,
    over_time: Number,
    total: Number,
}

type Row<'a> = Game<'a, Maybe<Quarters>, Nothing>;

/// Reads any answer of `games`.
pub fn observations(answer: &Answer, now: Instant) -> Result<Observations, AdapterError> {
    adapter::observations(answer, |row| observation(row, now))
}

/// Reads an answer of `leagues`.
pub fn leagues(answer: &Answer, now: Instant) -> Result<Vec<ObservedLeague>, AdapterError> {
    adapter::leagues(answer, now)
}

/// Reads an answer of `standings`.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    adapter::standings(answer)
}

fn observation(mut row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let head = row.head(Sport::Basketball);
    let mut state = row.state(CODES);
    let timer = row.status.get().and_then(|status| status.timer.get());
    let clock = timer.map(adapter::minutes);
    let scores = row.scores.or_empty();
    let [home, away] = [scores.home, scores.away].map(Maybe::or_empty);
    let totals = [home.total.score(), away.total.score()];
    let quarters = [
        (home.quarter_1, away.quarter_1),
        (home.quarter_2, away.quarter_2),
        (home.quarter_3, away.quarter_3),
        (home.quarter_4, away.quarter_4),
    ]
    .map(|(home, away)| [home.score(), away.score()]);
    let overtime = [home.over_time.score(), away.over_time.score()];
    let periods = state.as_ref().map(|state| periods(state, totals, quarters, overtime));
    let periods = periods.unwrap_or_default();
    tell_overtime(&mut state, &periods);
    head.observation(Course { state, clock, totals, periods, statistics: None }, now)
}

fn periods(
    state: &State,
    totals: [Option<i64>; 2],
    quarters: [[Option<i64>; 2]; 4],
    overtime: [Option<i64>; 2],
) -> Vec<Period> {
    let begun = match state.code.as_str() {
        "HT" => 2,
        _ => state.number("Q").unwrap_or(quarters.len()),
    };
    let whole = begun == quarters.len();
    let told = overtime.iter().any(Option::is_some);
    let in_overtime = matches!(state.code.as_str(), "OT" | "AOT");
    let overtime = if told { Some(overtime) } else { beyond(totals, &quarters, in_overtime) };
    let overtime = overtime.filter(|_| whole && state.number("Q").is_none());
    let regular = quarters.into_iter().take(begun).zip(1..);
    let mut periods: Vec<Period> = regular
        .filter_map(|(scores, n)| part(format!("Q{n}"), scores))
        .chain(overtime.and_then(|scores| part("OT", scores)))
        .collect();
    let not_begun = |period: &Period| period.scores.iter().flatten().all(|points| *points == 0);
    if state.phase == Phase::Break && periods.last().is_some_and(not_begun) {
        periods.pop();
    }
    periods
}

/// Reads an answer of `games/statistics/teams`.
pub fn statistics(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let mut measures = Measures::of(known);
    for mut row in rows::<Value>(answer)?.into_iter().filter_map(Result::ok) {
        let game = id(&row["game"]);
        let team = id(&row["team"]);
        let Some(place) = known.place(team.as_deref()) else { continue };
        if let Value::Object(row) = &mut row {
            row.retain(|name, _| name != "game" && name != "team");
        }
        if known.is(game.as_deref()) {
            measures.take(place, &row);
        }
    }
    Ok(Particulars { statistics: measures.finish(), ..Particulars::default() })
}
