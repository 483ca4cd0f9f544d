//! Tables: two conferences and six divisions out of one flat list.

use super::league;
use crate::{
    adapter::{AdapterError, Group, StandingRow, Standings, Team, rows},
    client::Answer,
    wire::{Flag, Maybe, Number, Text},
};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place<'a> {
    #[serde(borrow)]
    league: Text<'a>,
    #[serde(borrow)]
    season: Text<'a>,
    #[serde(borrow)]
    team: Maybe<Team<'a>>,
    #[serde(borrow)]
    conference: Maybe<Part<'a>>,
    #[serde(borrow)]
    division: Maybe<Part<'a>>,
    win: Maybe<Record>,
    loss: Maybe<Record>,
    streak: Number,
    #[serde(rename = "winStreak")]
    win_streak: Flag,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Part<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    rank: Number,
    #[serde(borrow, rename = "gamesBehind")]
    games_behind: Text<'a>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Record {
    home: Number,
    away: Number,
    total: Number,
}

impl Record {
    fn split(self) -> u32 {
        let count = |number: Number| number.count().unwrap_or(0);
        count(self.home).saturating_add(count(self.away))
    }

    /// Whether the total says nothing though games were played.
    fn broken(self) -> bool {
        self.total.get().unwrap_or(0) == 0 && self.split() > 0
    }

    fn all(self) -> u32 {
        if self.broken() { self.split() } else { self.total.count().unwrap_or(0) }
    }
}

/// Reads an answer of `standings`; tables are ordered by the share of games won.
///
/// In some seasons every total is nought and ranks follow the alphabet, while the games at home and
/// away are right. The order is then made from those, and games behind are not told.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    let places: Vec<Place<'_>> = rows(answer)?.into_iter().filter_map(Result::ok).collect();
    let broken = places.iter().any(|place| {
        let record = |it: &Maybe<Record>| it.get().copied().unwrap_or_default();
        record(&place.win).broken() || record(&place.loss).broken()
    });
    let mut tables: Vec<Standings> = Vec::new();
    for division in [false, true] {
        for place in &places {
            put(&mut tables, place, division, broken);
        }
    }
    for group in tables.iter_mut().flat_map(|table| &mut table.groups) {
        if broken {
            let won = |row: &StandingRow| (row.percent.unwrap_or(0.0) * 10.0) as i64;
            group.rows.sort_by_key(|row| (-won(row), -i64::from(row.win)));
            for (row, rank) in group.rows.iter_mut().zip(1..) {
                row.rank = rank;
                row.games_behind = None;
            }
        } else {
            group.rows.sort_by_key(|row| row.rank);
        }
    }
    Ok(tables)
}

/// Puts the team into the table of its division or conference.
fn put(tables: &mut Vec<Standings>, place: &Place<'_>, division: bool, broken: bool) {
    let part = if division { place.division.get() } else { place.conference.get() };
    let Some((part, name)) = part.and_then(|part| Some((part, title(part.name.get()?)))) else {
        return;
    };
    let word = place.league.to_text().unwrap_or_else(|| "standard".to_owned());
    let Some(league) = league(word, place.season.to_text(), None) else { return };
    let at = tables.iter().position(|table| table.league.id == league.id).unwrap_or_else(|| {
        tables.push(Standings { league, groups: Vec::new() });
        tables.len() - 1
    });
    let groups = &mut tables[at].groups;
    let name = Some(name);
    let group = groups.iter().position(|group| group.name == name);
    let Some(team) = place.team.get().cloned().and_then(Team::side) else { return };
    let group = group.unwrap_or_else(|| {
        groups.push(Group { name, rows: Vec::new() });
        groups.len() - 1
    });
    let rows = &mut groups[group].rows;
    let record = |it: &Maybe<Record>| it.get().copied().unwrap_or_default();
    let (win, lose) = (record(&place.win).all(), record(&place.loss).all());
    let next = u32::try_from(rows.len() + 1).unwrap_or(u32::MAX);
    let letter = if place.win_streak.get() == Some(false) { 'L' } else { 'W' };
    let row = StandingRow {
        rank: part.rank.count().filter(|rank| *rank > 0).unwrap_or(next),
        team_id: team.id,
        team_name: team.name,
        team_logo: team.logo,
        played: win.saturating_add(lose),
        win,
        lose,
        games_behind: part.games_behind.to_text().filter(|_| !broken),
        streak: place.streak.count().filter(|n| *n > 0).map(|n| format!("{letter}{n}")),
        ..StandingRow::default()
    };
    rows.push(StandingRow { percent: row.share_won(), ..row });
}

/// `east` is `East`.
fn title(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
