//! The list of leagues.

use super::AdapterError;
use crate::{
    adapter::rows,
    client::Answer,
    wire::{Flag, List, Maybe, Number, Text},
};
use entity::model::{LeagueId, ObservedLeague};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    league: Maybe<Named<'a>>,
    #[serde(borrow)]
    country: Maybe<Country<'a>>,
    seasons: List<Maybe<Season>>,
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
struct Country<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    flag: Text<'a>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Season {
    year: Number,
    current: Flag,
}

/// Reads an answer of `leagues`; a row without a number or a name is left out.
///
/// `season` is the year of the current season, else of the latest one; `round` is not known here.
pub fn leagues(answer: &Answer) -> Result<Vec<ObservedLeague>, AdapterError> {
    Ok(rows::<Row<'_>>(answer)?.into_iter().filter_map(Result::ok).filter_map(league).collect())
}

/// The seasons that an answer of `leagues` tells of one league, by the year they began in.
pub fn seasons(answer: &Answer, league: &LeagueId) -> Result<Vec<String>, AdapterError> {
    let mut years = Vec::new();
    for row in rows::<Row<'_>>(answer)?.into_iter().filter_map(Result::ok) {
        let id = row.league.into_option().and_then(|named| named.id.into_text());
        if id.is_some_and(|id| id == league.0) {
            let seasons = row.seasons.or_empty().into_iter().filter_map(Maybe::into_option);
            years.extend(seasons.filter_map(|season| season.year.get()));
        }
    }
    years.sort_unstable();
    years.dedup();
    Ok(years.iter().map(ToString::to_string).collect())
}

fn league(row: Row<'_>) -> Option<ObservedLeague> {
    let league = row.league.into_option()?;
    let country = row.country.or_empty();
    let seasons: Vec<Season> =
        row.seasons.or_empty().into_iter().filter_map(Maybe::into_option).collect();
    let current = seasons.iter().filter(|season| season.current.get() == Some(true));
    let year = current
        .filter_map(|season| season.year.get())
        .max()
        .or_else(|| seasons.iter().filter_map(|season| season.year.get()).max());
    Some(ObservedLeague {
        id: LeagueId(league.id.into_text()?),
        name: league.name.into_text()?,
        country: country.name.into_text(),
        season: year.map(|year| year.to_string()),
        round: None,
        logo: league.logo.into_address(),
        flag: country.flag.into_address(),
    })
}
