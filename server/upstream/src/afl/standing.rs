//! The ladder.

use super::league;
use crate::{
    adapter::{AdapterError, Group, StandingRow, Standings, Team, rows},
    client::Answer,
    wire::{Maybe, Number, Text},
};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place<'a> {
    position: Number,
    #[serde(borrow)]
    team: Maybe<Team<'a>>,
    pts: Number,
    games: Maybe<Games>,
    points: Maybe<Points>,
    #[serde(borrow)]
    last_5: Text<'a>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Games {
    played: Number,
    win: Number,
    drawn: Number,
    lost: Number,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Points {
    #[serde(rename = "for")]
    scored: Number,
    against: Number,
}

/// Reads an answer of `standings`: one flat list, which does not say whose it is; the query does.
/// Teams level on points are ordered by points scored for each hundred conceded.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    let mut table: Vec<StandingRow> = Vec::new();
    for place in rows::<Place<'_>>(answer)?.into_iter().filter_map(Result::ok) {
        let next = u32::try_from(table.len() + 1).unwrap_or(u32::MAX);
        table.extend(row(place, next));
    }
    if table.is_empty() {
        return Ok(Vec::new());
    }
    table.sort_by_key(|row| row.rank);
    let asked = |name: &str| answer.parameters().get(name).cloned();
    let league = league(asked("league").unwrap_or_else(|| "1".to_owned()), asked("season"));
    let groups = vec![Group { name: Some(league.name.clone()), rows: table }];
    Ok(vec![Standings { league, groups }])
}

fn row(place: Place<'_>, next: u32) -> Option<StandingRow> {
    let team = place.team.into_option()?.side()?;
    let count = |number: Number| number.count().unwrap_or(0);
    let games = place.games.or_empty();
    let points = place.points.or_empty();
    let (scored, against) = (count(points.scored), count(points.against));
    let percent = f64::from(scored) * 100.0 / f64::from(against);
    Some(StandingRow {
        rank: place.position.count().unwrap_or(next),
        team_id: team.id,
        team_name: team.name,
        team_logo: team.logo,
        points: place.pts.get().unwrap_or(0),
        goals_diff: i64::from(scored) - i64::from(against),
        played: count(games.played),
        win: count(games.win),
        draw: count(games.drawn),
        lose: count(games.lost),
        goals_for: scored,
        goals_against: against,
        form: place.last_5.into_text(),
        percent: (against > 0).then(|| (percent * 10.0).round() / 10.0),
        ..StandingRow::default()
    })
}
