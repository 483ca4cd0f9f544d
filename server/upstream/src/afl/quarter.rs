//! The quarters of a game.

use super::Id;
use crate::{
    adapter::{AdapterError, Known, Pair, Particulars, part, rows},
    client::Answer,
    wire::{List, Maybe, Number, Text},
};
use entity::model::Period;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    game: Maybe<Id<'a>>,
    #[serde(borrow)]
    quarters: List<Maybe<Quarter<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Quarter<'a> {
    quarter: Number,
    #[serde(borrow)]
    teams: Maybe<Pair<Side<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Side<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    points: Number,
}

/// Reads an answer of `games/quarters`. The upstream's are running totals; ours are each quarter's
/// own points, and what is played after the fourth is overtime.
pub fn quarters(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let rows = rows::<Row<'_>>(answer)?.into_iter().filter_map(Result::ok);
    let mut periods = Vec::new();
    for row in rows.filter(|row| known.is(row.game.get().and_then(|game| game.id.get()))) {
        periods = each(row.quarters.or_empty(), known);
    }
    let periods = Some(periods).filter(|periods| !periods.is_empty());
    Ok(Particulars { periods, ..Particulars::default() })
}

fn each(quarters: Vec<Maybe<Quarter<'_>>>, known: &Known<'_>) -> Vec<Period> {
    let mut before = [0, 0];
    let mut periods = Vec::new();
    for (quarter, n) in quarters.into_iter().filter_map(Maybe::into_option).zip(1_i64..) {
        let teams = quarter.teams.or_empty();
        let mut totals = [None, None];
        for (side, at) in [(teams.home, 0), (teams.away, 1)] {
            let side = side.or_empty();
            // The sides stand as in the game; a number says which one, where there is one.
            let place = known.place(side.id.get()).unwrap_or(at);
            if let Some(total) = totals.get_mut(place) {
                *total = side.points.score();
            }
        }
        let [Some(home), Some(away)] = totals else { break };
        let own = [home - before[0], away - before[1]];
        if quarter.quarter.get() != Some(n) || own.iter().any(|points| *points < 0) {
            break;
        }
        before = [home, away];
        let name = match n {
            1..=4 => format!("Q{n}"),
            5 => "OT".to_owned(),
            later => format!("OT{}", later - 4),
        };
        periods.extend(part(name, own.map(Some)));
    }
    periods
}
