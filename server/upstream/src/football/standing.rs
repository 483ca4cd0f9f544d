//! Tables.

use super::AdapterError;
use crate::{
    adapter::{Group, StandingRow, Standings, rows},
    client::Answer,
    wire::{List, Maybe, Number, Text},
};
use chrono::{DateTime, Utc};
use entity::model::{LeagueId, ObservedLeague};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    league: Maybe<Table<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Table<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    country: Text<'a>,
    #[serde(borrow)]
    season: Text<'a>,
    #[serde(borrow)]
    logo: Text<'a>,
    #[serde(borrow)]
    flag: Text<'a>,
    #[serde(borrow)]
    standings: List<List<Maybe<Place<'a>>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place<'a> {
    rank: Number,
    #[serde(borrow)]
    team: Maybe<Team<'a>>,
    points: Number,
    #[serde(rename = "goalsDiff")]
    goals_diff: Number,
    #[serde(borrow)]
    group: Text<'a>,
    #[serde(borrow)]
    form: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    all: Maybe<Record>,
    #[serde(borrow)]
    update: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Team<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    logo: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Record {
    played: Number,
    win: Number,
    draw: Number,
    lose: Number,
    goals: Maybe<Goals>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Goals {
    #[serde(rename = "for")]
    scored: Number,
    against: Number,
}

/// Reads an answer of `standings`; one entry a league, as a query by team can name several.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    let rows = rows::<Row<'_>>(answer)?.into_iter().filter_map(Result::ok);
    Ok(rows.filter_map(|row| table(row.league.into_option()?)).collect())
}

fn table(table: Table<'_>) -> Option<Standings> {
    let id = table.id.into_text()?;
    let league = ObservedLeague {
        name: table.name.into_text().unwrap_or_else(|| id.clone()),
        id: LeagueId(id),
        country: table.country.into_text(),
        season: table.season.into_text(),
        round: None,
        logo: table.logo.into_address(),
        flag: table.flag.into_address(),
    };
    let groups = table.standings.or_empty().into_iter().filter_map(group).collect();
    Some(Standings { league, groups })
}

fn group(places: List<Maybe<Place<'_>>>) -> Option<Group> {
    let places: Vec<Place<'_>> =
        places.into_option()?.into_iter().filter_map(Maybe::into_option).collect();
    let name = places.iter().find_map(|place| place.group.to_text());
    let rows: Vec<StandingRow> =
        places.into_iter().enumerate().filter_map(|(i, place)| row(i, place)).collect();
    (!rows.is_empty()).then_some(Group { name, rows })
}

fn row(index: usize, place: Place<'_>) -> Option<StandingRow> {
    let team = place.team.into_option()?;
    let id = team.id.into_text()?;
    let all = place.all.or_empty();
    let goals = all.goals.get().copied().unwrap_or_default();
    let count = |number: Number| number.count().unwrap_or(0);
    let update = place.update.get().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    Some(StandingRow {
        rank: place.rank.count().unwrap_or_else(|| u32::try_from(index + 1).unwrap_or(u32::MAX)),
        team_name: team.name.into_text().unwrap_or_else(|| id.clone()),
        team_id: id,
        team_logo: team.logo.into_address(),
        points: place.points.get().unwrap_or(0),
        goals_diff: place.goals_diff.get().unwrap_or(0),
        played: count(all.played),
        win: count(all.win),
        draw: count(all.draw),
        lose: count(all.lose),
        goals_for: count(goals.scored),
        goals_against: count(goals.against),
        form: place.form.into_text(),
        description: place.description.into_text(),
        updated_at: update.map(|date| date.with_timezone(&Utc)),
        ..StandingRow::default()
    })
}
