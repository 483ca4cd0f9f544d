//! The list of leagues, as most sports write it.

use super::{AdapterError, Country, rows};
use crate::{
    client::Answer,
    wire::{Flag, List, Maybe, Text},
};
use chrono::NaiveDate;
use entity::model::{Instant, LeagueId, ObservedLeague};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    logo: Text<'a>,
    /// American football has number, name and emblem in here.
    #[serde(borrow)]
    league: Maybe<Named<'a>>,
    #[serde(borrow)]
    country: Maybe<Country<'a>>,
    #[serde(borrow)]
    seasons: List<Maybe<Season<'a>>>,
    /// Australian football gives a row for each season, with the season's members in the row.
    #[serde(borrow)]
    season: Text<'a>,
    #[serde(borrow)]
    start: Text<'a>,
    #[serde(borrow)]
    end: Text<'a>,
    current: Flag,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    logo: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Season<'a> {
    /// A year, or a text such as `2024-2025`.
    #[serde(borrow)]
    season: Text<'a>,
    /// The same in American football.
    #[serde(borrow)]
    year: Text<'a>,
    #[serde(borrow)]
    start: Text<'a>,
    #[serde(borrow)]
    end: Text<'a>,
    current: Flag,
}

/// A season by what tells whether it is the one to show.
struct Candidate {
    name: String,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    current: bool,
}

/// Reads an answer of `leagues`; a row without a number or a name is left out.
///
/// `season` is the one that is flagged current, else the one that `now` lies in, else the newest.
/// A league with a row for each season is told once.
pub(crate) fn leagues(answer: &Answer, now: Instant) -> Result<Vec<ObservedLeague>, AdapterError> {
    let today = now.date_naive();
    Ok(catalogue(answer)?
        .into_iter()
        .map(|(league, seasons)| ObservedLeague { season: season(seasons, today), ..league })
        .collect())
}

/// The seasons that an answer of `leagues` tells of one league, by their names, oldest first.
pub(crate) fn seasons(answer: &Answer, league: &LeagueId) -> Result<Vec<String>, AdapterError> {
    let found = catalogue(answer)?.into_iter().filter(|(known, _)| known.id == *league);
    let mut names: Vec<String> =
        found.flat_map(|(_, seasons)| seasons).map(|season| season.name).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

fn catalogue(answer: &Answer) -> Result<Vec<(ObservedLeague, Vec<Candidate>)>, AdapterError> {
    let mut leagues: Vec<(ObservedLeague, Vec<Candidate>)> = Vec::new();
    for row in rows::<Row<'_>>(answer)?.into_iter().filter_map(Result::ok) {
        let Some((league, seasons)) = league(row) else { continue };
        match leagues.iter_mut().find(|(known, _)| known.id == league.id) {
            Some((_, known)) => known.extend(seasons),
            None => leagues.push((league, seasons)),
        }
    }
    Ok(leagues)
}

fn league(row: Row<'_>) -> Option<(ObservedLeague, Vec<Candidate>)> {
    let nested = row.league.or_empty();
    let country = row.country.or_empty();
    let league = ObservedLeague {
        id: LeagueId(nested.id.into_text().or_else(|| row.id.into_text())?),
        name: nested.name.into_name().or_else(|| row.name.into_name())?,
        country: country.name.into_name(),
        season: None,
        round: None,
        logo: nested.logo.into_address().or_else(|| row.logo.into_address()),
        flag: country.flag.into_address(),
    };
    let listed = row.seasons.or_empty().into_iter().filter_map(Maybe::into_option);
    let own = Season {
        season: row.season,
        start: row.start,
        end: row.end,
        current: row.current,
        ..Season::default()
    };
    Some((league, listed.chain([own]).filter_map(candidate).collect()))
}

fn candidate(season: Season<'_>) -> Option<Candidate> {
    let date = |text: &Text<'_>| text.get().and_then(|text| text.parse().ok());
    Some(Candidate {
        start: date(&season.start),
        end: date(&season.end),
        current: season.current.get() == Some(true),
        name: season.season.into_text().or_else(|| season.year.into_text())?,
    })
}

fn season(mut seasons: Vec<Candidate>, today: NaiveDate) -> Option<String> {
    let running = |season: &Candidate| {
        season.start.is_some_and(|start| start <= today)
            && season.end.is_some_and(|end| today <= end)
    };
    seasons.sort_by(|a, b| {
        let rank = |it: &Candidate| (it.current, running(it), it.start);
        rank(b).cmp(&rank(a)).then_with(|| b.name.cmp(&a.name))
    });
    seasons.into_iter().next().map(|season| season.name)
}
