//! Tables, as most sports write them.

use super::{AdapterError, Country, Group, League, StandingRow, Standings, Team};
use crate::{
    client::Answer,
    wire::{List, Maybe, Number, Text},
};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place<'a> {
    position: Number,
    #[serde(borrow)]
    stage: Text<'a>,
    #[serde(borrow)]
    group: Maybe<Named<'a>>,
    #[serde(borrow)]
    team: Maybe<Team<'a>>,
    #[serde(borrow)]
    league: Maybe<League<'a>>,
    #[serde(borrow)]
    country: Maybe<Country<'a>>,
    games: Maybe<Games>,
    goals: Maybe<Tally>,
    /// Points for the table, or what was scored and conceded.
    #[serde(borrow)]
    points: Option<&'a RawValue>,
    #[serde(borrow)]
    form: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Games {
    played: Number,
    win: Maybe<Total>,
    win_overtime: Maybe<Total>,
    draw: Maybe<Total>,
    lose: Maybe<Total>,
    lose_overtime: Maybe<Total>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Total {
    total: Number,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Tally {
    #[serde(rename = "for")]
    scored: Number,
    against: Number,
}

/// Reads an answer of `standings`: a list of lists of places, or of places.
///
/// One list mixes tables: conferences and divisions, so that a team stands in it twice. They are
/// told apart by stage and group, in the order they are first met.
pub(crate) fn standings(answer: &Answer) -> Result<Vec<Standings>, AdapterError> {
    let lists: Vec<&RawValue> = answer
        .rows()
        .map_err(|_| AdapterError::NotAList { endpoint: answer.endpoint().to_owned() })?;
    let mut tables: Vec<Standings> = Vec::new();
    let mut names: Vec<Vec<Title>> = Vec::new();
    for place in lists.into_iter().flat_map(places) {
        let country = place.country.or_empty();
        let Some(league) = place.league.or_empty().sighted(country, None) else { continue };
        let stage = place.stage.into_text();
        let group = place.group.or_empty().name.into_text();
        let at = tables.iter().position(|table| table.league.id == league.id);
        let at = at.unwrap_or_else(|| {
            tables.push(Standings { league, groups: Vec::new() });
            names.push(Vec::new());
            tables.len() - 1
        });
        let (groups, titles) = (&mut tables[at].groups, &mut names[at]);
        let title = Title { stage, group };
        let in_group = titles.iter().position(|known| *known == title).unwrap_or_else(|| {
            titles.push(title);
            groups.push(Group { name: None, rows: Vec::new() });
            groups.len() - 1
        });
        let rows = &mut groups[in_group].rows;
        let index = rows.len();
        let row = Row {
            position: place.position,
            team: place.team,
            games: place.games.or_empty(),
            goals: place.goals.get().copied(),
            points: place.points,
            form: place.form,
            description: place.description,
        };
        rows.extend(row.read(index));
    }
    for (table, titles) in tables.iter_mut().zip(names) {
        let stages = titles.iter().any(|title| title.stage != titles[0].stage);
        for (group, title) in table.groups.iter_mut().zip(titles) {
            group.name = title.name(stages);
            group.rows.sort_by_key(|row| row.rank);
        }
        table.groups.retain(|group| !group.rows.is_empty());
    }
    Ok(tables)
}

/// The places of a list, or the one place where a list should stand; what cannot be read is left
/// out.
fn places(raw: &RawValue) -> Vec<Place<'_>> {
    let list: Option<Vec<&RawValue>> =
        serde_json::from_str::<List<&RawValue>>(raw.get()).ok().and_then(List::into_option);
    match list {
        Some(list) => list.into_iter().filter_map(read).collect(),
        None => read(raw).into_iter().collect(),
    }
}

fn read(raw: &RawValue) -> Option<Place<'_>> {
    serde_json::from_str::<Maybe<Place<'_>>>(raw.get()).ok()?.into_option()
}

/// What tells one table of a league from another.
#[derive(Debug, PartialEq, Eq)]
struct Title {
    stage: Option<String>,
    group: Option<String>,
}

impl Title {
    /// The group's name; with its stage where the league has several stages.
    fn name(self, stages: bool) -> Option<String> {
        match (self.stage, self.group) {
            (Some(stage), Some(group)) if stages => Some(format!("{stage} - {group}")),
            (_, Some(group)) => Some(group),
            (stage, None) => stage,
        }
    }
}

struct Row<'a> {
    position: Number,
    team: Maybe<Team<'a>>,
    games: Games,
    goals: Option<Tally>,
    points: Option<&'a RawValue>,
    form: Text<'a>,
    description: Text<'a>,
}

impl Row<'_> {
    fn read(self, index: usize) -> Option<StandingRow> {
        let team = self.team.into_option()?.side()?;
        let total = |total: &Maybe<Total>| total.get().and_then(|total| total.total.count());
        let Games { played, win, win_overtime, draw, lose, lose_overtime } = &self.games;
        let (win_overtime, lose_overtime) = (total(win_overtime), total(lose_overtime));
        // Hockey counts wins and defeats in regular time here, and those after it apart.
        let all = |regular: &Maybe<Total>, overtime: Option<u32>| {
            total(regular).unwrap_or(0).saturating_add(overtime.unwrap_or(0))
        };
        let points: Option<Number> =
            self.points.and_then(|raw| serde_json::from_str(raw.get()).ok());
        let points = points.and_then(Number::get);
        let tally: Option<Tally> = self
            .points
            .and_then(|raw| serde_json::from_str::<Maybe<Tally>>(raw.get()).ok()?.into_option());
        let tally = self.goals.or(tally).unwrap_or_default();
        let (scored, against) =
            (tally.scored.count().unwrap_or(0), tally.against.count().unwrap_or(0));
        let row = StandingRow {
            rank: self
                .position
                .count()
                .unwrap_or_else(|| u32::try_from(index + 1).unwrap_or(u32::MAX)),
            team_id: team.id,
            team_name: team.name,
            team_logo: team.logo,
            points: points.unwrap_or(0),
            goals_diff: i64::from(scored) - i64::from(against),
            played: played.count().unwrap_or(0),
            win: all(win, win_overtime),
            draw: total(draw).unwrap_or(0),
            lose: all(lose, lose_overtime),
            goals_for: scored,
            goals_against: against,
            form: self.form.into_text(),
            description: self.description.into_text(),
            win_overtime,
            lose_overtime,
            ..StandingRow::default()
        };
        let percent = points.is_none().then(|| row.share_won()).flatten();
        Some(StandingRow { percent, ..row })
    }
}
