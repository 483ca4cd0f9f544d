//! Leagues and cups.

use super::Country;

/// League or cup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum Kind {
    /// Everybody against everybody, with a table.
    League,
    /// Knock-out: extra time and a shoot-out when level.
    Cup,
}

/// How much of a match the feed tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum Coverage {
    /// Events, line-ups, statistics, players.
    Full,
    /// Events only.
    Events,
    /// The live score without events.
    Score,
    /// `NS` during play, the result some time after the end.
    Result,
}

impl Coverage {
    /// Whether goals and cards are listed.
    pub(in crate::simulator) const fn has_events(self) -> bool {
        match self {
            Coverage::Full | Coverage::Events => true,
            Coverage::Score | Coverage::Result => false,
        }
    }
}

/// A competition.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct League {
    /// Its place in the world.
    pub index: usize,
    /// The upstream's number.
    pub id: u32,
    /// The plain name; several countries may share it.
    pub name: String,
    /// The country.
    pub country: Country,
    /// League or cup.
    pub kind: Kind,
    /// How much the feed tells.
    pub coverage: Coverage,
    /// Places of its clubs in the world; an even number, 32 in a cup.
    pub teams: Vec<usize>,
    /// 0 or 1: plays on even or on odd days.
    pub parity: i64,
    /// How many play days it is ahead of the others.
    pub shift: i64,
    /// `{"id":…,"name":…,"country":…,"logo":…,"flag":…`, left open because rows go on with the season.
    pub head: String,
}

impl League {
    /// How many play days one competition takes; a cup rests for one.
    pub(in crate::simulator) fn rounds(&self) -> i64 {
        match self.kind {
            Kind::League => i64::try_from(self.teams.len()).unwrap_or(20) - 1,
            Kind::Cup => 6,
        }
    }

    /// Matches on one play day, averaged.
    pub(super) fn pace(&self) -> f64 {
        match self.kind {
            Kind::League => self.teams.len() as f64 / 2.0,
            Kind::Cup => 31.0 / 6.0,
        }
    }
}
