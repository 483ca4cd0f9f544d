//! The championships of drivers and of teams.

use super::classification::Driver;
use crate::{
    adapter::{AdapterError, Group, Leader, StandingRow, Standings, Team, rows},
    client::Answer,
    wire::{Maybe, Number, Text},
};
use entity::model::{LeagueId, ObservedLeague};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place<'a> {
    position: Number,
    #[serde(borrow)]
    driver: Maybe<Driver<'a>>,
    #[serde(borrow)]
    team: Maybe<Team<'a>>,
    points: Number,
    wins: Number,
    #[serde(borrow)]
    season: Text<'a>,
}

/// Reads an answer of `rankings/drivers` or `rankings/teams`; a row with a driver is a driver's.
/// Whoever has no points has nought.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    let mut table: Vec<StandingRow> = Vec::new();
    let mut season = answer.parameters().get("season").cloned();
    let mut drivers = false;
    for place in rows::<Place<'_>>(answer)?.into_iter().filter_map(Result::ok) {
        let next = u32::try_from(table.len() + 1).unwrap_or(u32::MAX);
        season = season.or_else(|| place.season.to_text());
        drivers |= place.driver.get().is_some();
        table.extend(row(place, next));
    }
    if table.is_empty() {
        return Ok(Vec::new());
    }
    table.sort_by_key(|row| row.rank);
    let league = ObservedLeague {
        id: LeagueId("formula-1".to_owned()),
        name: "Formula 1".to_owned(),
        country: None,
        season,
        round: None,
        logo: None,
        flag: None,
    };
    let name = if drivers { "Drivers" } else { "Teams" };
    Ok(vec![Standings { league, groups: vec![Group { name: Some(name.to_owned()), rows: table }] }])
}

fn row(place: Place<'_>, next: u32) -> Option<StandingRow> {
    let team = place.team.into_option().and_then(Team::side);
    let (side, member_of) = match place.driver.into_option() {
        Some(Driver { id, name, image }) => {
            (Team { id, name, logo: image }.side()?, team.map(|team| team.name))
        }
        None => (team?, None),
    };
    Some(StandingRow {
        rank: place.position.count().filter(|rank| *rank > 0).unwrap_or(next),
        team_id: side.id,
        team_name: side.name,
        team_logo: side.logo,
        points: place.points.get().unwrap_or(0),
        win: place.wins.count().unwrap_or(0),
        member_of,
        ..StandingRow::default()
    })
}

/// Reads an answer of `rankings/drivers` as a ranking: by points, or by races won. Those who are
/// level keep the upstream's order.
pub fn leaders(answer: &Answer, by_wins: bool) -> Result<Vec<Leader>, AdapterError> {
    let mut leaders: Vec<Leader> = Vec::new();
    for place in rows::<Place<'_>>(answer)?.into_iter().filter_map(Result::ok) {
        let value = if by_wins { place.wins } else { place.points };
        let Some(Driver { id, name, image }) = place.driver.into_option() else { continue };
        let Some(driver) = (Team { id, name, logo: image }).side() else { continue };
        let team = place.team.into_option().and_then(Team::side);
        leaders.push(Leader {
            rank: 0,
            player_id: driver.id,
            player_name: driver.name,
            player_photo: driver.logo,
            team_id: team.as_ref().map(|team| team.id.clone()),
            team_name: team.as_ref().map(|team| team.name.clone()),
            team_logo: team.and_then(|team| team.logo),
            value: value.get().unwrap_or(0),
        });
    }
    leaders.sort_by_key(|leader| std::cmp::Reverse(leader.value));
    for (leader, rank) in leaders.iter_mut().zip(1..) {
        leader.rank = rank;
    }
    Ok(leaders)
}
