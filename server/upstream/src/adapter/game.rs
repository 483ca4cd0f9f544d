//! The row of `games` that most sports share: who, where and when are written alike in all of
//! them, scores and parts in each its own way.

use super::{Codes, Head, Side, State, starts_at};
use crate::wire::{Maybe, Number, Text};
use entity::model::{LeagueId, ObservedLeague, Sport, Venue};
use serde::Deserialize;

/// One row of `games`, with a sport's own scores and parts.
#[derive(Debug, Default, Deserialize)]
#[serde(
    default,
    bound(deserialize = "S: Default + Deserialize<'de>, P: Default + Deserialize<'de>")
)]
pub(crate) struct Game<'a, S: Default, P: Default> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub date: Text<'a>,
    pub timestamp: Number,
    #[serde(borrow)]
    pub stage: Text<'a>,
    #[serde(borrow)]
    pub week: Text<'a>,
    #[serde(borrow)]
    pub venue: Text<'a>,
    /// Hockey has its timer here.
    #[serde(borrow)]
    pub timer: Text<'a>,
    #[serde(borrow)]
    pub status: Maybe<Status<'a>>,
    #[serde(borrow)]
    pub league: Maybe<League<'a>>,
    #[serde(borrow)]
    pub country: Maybe<Country<'a>>,
    #[serde(borrow)]
    pub teams: Maybe<Pair<Team<'a>>>,
    pub scores: Maybe<Both<S>>,
    pub periods: Maybe<P>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Status<'a> {
    #[serde(borrow)]
    pub short: Text<'a>,
    #[serde(borrow)]
    pub long: Text<'a>,
    #[serde(borrow)]
    pub timer: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct League<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub season: Text<'a>,
    #[serde(borrow)]
    pub logo: Text<'a>,
    /// American football has the country in here.
    #[serde(borrow)]
    pub country: Maybe<Country<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Country<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub flag: Text<'a>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Team<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub logo: Text<'a>,
}

/// Home and away, each an object.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "T: Default + Deserialize<'de>"))]
pub(crate) struct Pair<T: Default> {
    pub home: Maybe<T>,
    pub away: Maybe<T>,
}

/// Home and away, each whatever the sport writes there.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "T: Default + Deserialize<'de>"))]
pub(crate) struct Both<T: Default> {
    pub home: T,
    pub away: T,
}

/// Parts of a sport that has none in its rows.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Nothing {}

impl Both<Number> {
    /// The two as scores.
    pub fn scores(self) -> [Option<i64>; 2] {
        [self.home.score(), self.away.score()]
    }
}

impl<S: Default, P: Default> Game<'_, S, P> {
    /// Which game it is, apart from scores and parts.
    pub fn head(&mut self, sport: Sport) -> Head {
        let teams = std::mem::take(&mut self.teams).or_empty();
        let league = std::mem::take(&mut self.league).or_empty();
        let country = std::mem::take(&mut self.country).or_empty();
        Head {
            sport,
            id: self.id.to_text(),
            starts_at: starts_at(self.timestamp, &self.date),
            league: league.sighted(country, round(&self.stage, &self.week)),
            sides: [teams.home, teams.away].map(|team| team.into_option().and_then(Team::side)),
            venue: ground(&self.venue),
        }
    }

    /// The state by the sport's own table.
    pub fn state(&self, codes: &Codes) -> Option<State> {
        let status = self.status.get()?;
        State::read(codes, status.short.get(), status.long.get())
    }
}

impl League<'_> {
    /// The league of a row; `None` without its number.
    pub fn sighted(self, country: Country<'_>, round: Option<String>) -> Option<ObservedLeague> {
        let id = self.id.into_text()?;
        Some(ObservedLeague {
            name: self.name.into_name().unwrap_or_else(|| id.clone()),
            id: LeagueId(id),
            country: country.name.into_name(),
            season: self.season.into_text(),
            round,
            logo: self.logo.into_address(),
            flag: country.flag.into_address(),
        })
    }
}

impl Team<'_> {
    /// The side it makes; `None` without its number.
    pub fn side(self) -> Option<Side> {
        let id = self.id.into_text()?;
        let name = self.name.into_name().unwrap_or_else(|| id.clone());
        Some(Side { name, id, logo: self.logo.into_address() })
    }
}

/// `Regular Season - Week 4`, or the one of the two that is told. A bare number is a week's.
pub(crate) fn round(stage: &Text<'_>, week: &Text<'_>) -> Option<String> {
    let week = week.get().map(|week| {
        let number = week.bytes().all(|byte| byte.is_ascii_digit());
        if number { format!("Week {week}") } else { week.to_owned() }
    });
    match (stage.get(), week) {
        (Some(stage), Some(week)) => Some(format!("{stage} - {week}")),
        (Some(stage), None) => Some(stage.to_owned()),
        (None, week) => week,
    }
}

/// A ground known by its name alone.
pub(crate) fn ground(name: &Text<'_>) -> Option<Venue> {
    Some(Venue { name: Some(name.get()?.to_owned()), city: None })
}
