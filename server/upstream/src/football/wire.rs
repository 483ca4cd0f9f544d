//! The rows as they stand on the wire; members we have no use for are left out.

use crate::wire::{Flag, List, Maybe, Number, Text};
use serde::Deserialize;

/// One row of `fixtures`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Row<'a> {
    #[serde(borrow)]
    pub fixture: Maybe<Fixture<'a>>,
    #[serde(borrow)]
    pub league: Maybe<League<'a>>,
    #[serde(borrow)]
    pub teams: Maybe<Pair<Team<'a>>>,
    pub goals: Maybe<Goals>,
    pub score: Maybe<Score>,
    #[serde(borrow)]
    pub events: List<Maybe<Event<'a>>>,
    #[serde(borrow)]
    pub lineups: List<Maybe<Lineup<'a>>>,
    #[serde(borrow)]
    pub statistics: List<Maybe<TeamStatistics<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fixture<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub referee: Text<'a>,
    #[serde(borrow)]
    pub date: Text<'a>,
    pub timestamp: Number,
    #[serde(borrow)]
    pub venue: Maybe<Venue<'a>>,
    pub periods: Maybe<Starts>,
    #[serde(borrow)]
    pub status: Maybe<Status<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Venue<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub city: Text<'a>,
}

/// When the halves began.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Starts {
    pub second: Number,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Status<'a> {
    #[serde(borrow)]
    pub long: Text<'a>,
    #[serde(borrow)]
    pub short: Text<'a>,
    pub elapsed: Number,
    pub extra: Number,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct League<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub country: Text<'a>,
    #[serde(borrow)]
    pub season: Text<'a>,
    #[serde(borrow)]
    pub round: Text<'a>,
    #[serde(borrow)]
    pub logo: Text<'a>,
    #[serde(borrow)]
    pub flag: Text<'a>,
}

/// Home and away.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pair<T: Default> {
    #[serde(bound(deserialize = "T: Deserialize<'de>"))]
    pub home: Maybe<T>,
    #[serde(bound(deserialize = "T: Deserialize<'de>"))]
    pub away: Maybe<T>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Team<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub logo: Text<'a>,
    pub winner: Flag,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Goals {
    pub home: Number,
    pub away: Number,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Score {
    pub halftime: Maybe<Goals>,
    pub fulltime: Maybe<Goals>,
    pub extratime: Maybe<Goals>,
    pub penalty: Maybe<Goals>,
}

/// One row of `fixtures/events`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Event<'a> {
    pub time: Maybe<Time>,
    #[serde(borrow)]
    pub team: Maybe<Team<'a>>,
    #[serde(borrow)]
    pub player: Maybe<Person<'a>>,
    #[serde(borrow)]
    pub assist: Maybe<Person<'a>>,
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    #[serde(borrow)]
    pub detail: Text<'a>,
    #[serde(borrow)]
    pub comments: Text<'a>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Time {
    pub elapsed: Number,
    pub extra: Number,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Person<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
}

/// One row of `fixtures/lineups`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Lineup<'a> {
    #[serde(borrow)]
    pub team: Maybe<Team<'a>>,
    #[serde(borrow)]
    pub coach: Maybe<Person<'a>>,
    #[serde(borrow)]
    pub formation: Text<'a>,
    #[serde(borrow, rename = "startXI")]
    pub starters: List<Maybe<Seat<'a>>>,
    #[serde(borrow)]
    pub substitutes: List<Maybe<Seat<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Seat<'a> {
    #[serde(borrow)]
    pub player: Maybe<SeatPlayer<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SeatPlayer<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    pub number: Number,
    #[serde(borrow)]
    pub pos: Text<'a>,
    #[serde(borrow)]
    pub grid: Text<'a>,
}

/// One row of `fixtures/statistics`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TeamStatistics<'a> {
    #[serde(borrow)]
    pub team: Maybe<Team<'a>>,
    #[serde(borrow)]
    pub statistics: List<Maybe<Measure<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Measure<'a> {
    #[serde(borrow, rename = "type")]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub value: Text<'a>,
}
