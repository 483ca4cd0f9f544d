//! Tables: one a division, in one flat list.

use crate::{
    adapter::{AdapterError, Group, League, StandingRow, Standings, Team, rows},
    client::Answer,
    wire::{Maybe, Number, Text},
};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place<'a> {
    #[serde(borrow)]
    league: Maybe<League<'a>>,
    #[serde(borrow)]
    conference: Text<'a>,
    #[serde(borrow)]
    division: Text<'a>,
    position: Number,
    #[serde(borrow)]
    team: Maybe<Team<'a>>,
    won: Number,
    lost: Number,
    ties: Number,
    points: Maybe<Points>,
    #[serde(borrow)]
    streak: Text<'a>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Points {
    #[serde(rename = "for")]
    scored: Number,
    against: Number,
    difference: Number,
}

/// Fewest teams by whose results a whole table can be judged.
const ENOUGH: usize = 6;

/// Reads an answer of `standings`; the table is ordered by the share of games won.
///
/// College tables have been seen with points scored and conceded in each other's place. Where
/// those who win most are those outscored most, in the sum over the table, they are put right.
pub fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    let mut tables: Vec<Standings> = Vec::new();
    for place in rows::<Place<'_>>(answer)?.into_iter().filter_map(Result::ok) {
        let mut league = place.league.or_empty();
        let country = std::mem::take(&mut league.country).or_empty();
        let Some(league) = league.sighted(country, None) else { continue };
        let name = title(place.conference.into_text(), place.division.into_text());
        let at =
            tables.iter().position(|table| table.league.id == league.id).unwrap_or_else(|| {
                tables.push(Standings { league, groups: Vec::new() });
                tables.len() - 1
            });
        let groups = &mut tables[at].groups;
        let group = groups.iter().position(|group| group.name == name).unwrap_or_else(|| {
            groups.push(Group { name, rows: Vec::new() });
            groups.len() - 1
        });
        let rows = &mut groups[group].rows;
        let Some(team) = place.team.into_option().and_then(Team::side) else { continue };
        let count = |number: Number| number.count().unwrap_or(0);
        let points = place.points.or_empty();
        let (won, lost, ties) = (count(place.won), count(place.lost), count(place.ties));
        let (scored, against) = (count(points.scored), count(points.against));
        let next = u32::try_from(rows.len() + 1).unwrap_or(u32::MAX);
        let difference = i64::from(scored) - i64::from(against);
        let row = StandingRow {
            rank: place.position.count().unwrap_or(next),
            team_id: team.id,
            team_name: team.name,
            team_logo: team.logo,
            goals_diff: points.difference.get().unwrap_or(difference),
            played: won.saturating_add(lost).saturating_add(ties),
            win: won,
            draw: ties,
            lose: lost,
            goals_for: scored,
            goals_against: against,
            streak: place.streak.into_text(),
            ..StandingRow::default()
        };
        rows.push(StandingRow { percent: row.share_won(), ..row });
    }
    for table in &mut tables {
        put_right(table);
        for group in &mut table.groups {
            group.rows.sort_by_key(|row| row.rank);
        }
        table.groups.retain(|group| !group.rows.is_empty());
    }
    Ok(tables)
}

/// The division, which names its conference in the NFL; the conference where it has but one.
fn title(conference: Option<String>, division: Option<String>) -> Option<String> {
    division.filter(|division| !division.eq_ignore_ascii_case("main")).or(conference)
}

fn put_right(table: &mut Standings) {
    let rows = || table.groups.iter().flat_map(|group| &group.rows);
    let agree: i128 = rows()
        .map(|row| {
            let results = i128::from(row.win) - i128::from(row.lose);
            results * (i128::from(row.goals_for) - i128::from(row.goals_against))
        })
        .sum();
    if agree >= 0 || rows().count() < ENOUGH {
        return;
    }
    for row in table.groups.iter_mut().flat_map(|group| &mut group.rows) {
        std::mem::swap(&mut row.goals_for, &mut row.goals_against);
        row.goals_diff = row.goals_diff.saturating_neg();
    }
}
