//! Leagues of one sport and their clubs, and on which days a league plays.

use crate::simulator::fate::{DAY, HOUR, MINUTE};
use crate::simulator::world::Country;
use chrono::{DateTime, Datelike};

/// On which days and at what local times the matches of a round are played.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulator) struct Rhythm {
    /// How many days a round takes; those of seven begin on Thursdays, as 1970 did.
    pub span: i64,
    /// Day of the round and minute of the local day, match by match.
    pub slots: &'static [(i64, i64)],
}

/// How a league writes its seasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum Season {
    /// `2026`, as a number.
    Year,
    /// `"2026-2027"`, from July on.
    Winter,
    /// The year in which a winter's season begins, as a number.
    Begun,
}

/// A competition.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct League {
    /// Its place in the world.
    pub index: usize,
    /// The upstream's number.
    pub id: u32,
    /// Its name.
    pub name: &'static str,
    /// Its country.
    pub country: Country,
    /// Knock-out: somebody wins every match.
    pub cup: bool,
    /// Rounds of one competition.
    pub rounds: i64,
    /// When it plays.
    pub rhythm: Rhythm,
    /// How many rounds it is ahead of the others.
    pub shift: i64,
    /// How its seasons are written.
    pub season: Season,
    /// Places of its clubs; an even number, 16 in a cup.
    pub teams: Vec<usize>,
}

/// A club.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Team {
    /// The upstream's number.
    pub id: u32,
    /// Its full name.
    pub name: String,
    /// The last word of it.
    pub nickname: String,
    /// Three letters.
    pub code: String,
    /// Where it is at home.
    pub town: String,
    /// Its country.
    pub country: Country,
    /// Around 1.
    pub strength: f64,
    /// Conference and division, where its league has them.
    pub group: (&'static str, &'static str),
}

/// Where a league stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) struct Turn {
    /// Which competition, counted from long ago.
    pub phase: i64,
    /// From 0.
    pub round: i64,
    /// Which day of the round.
    pub day: i64,
    /// The first day of the competition.
    pub first: i64,
    /// The last day of it.
    pub last: i64,
}

impl League {
    /// Where it stands on `day` (days since 1970, local).
    pub(in crate::simulator) const fn turn(&self, day: i64) -> Turn {
        let turn = day.div_euclid(self.rhythm.span) + self.shift;
        let phase = turn.div_euclid(self.rounds);
        let first = (phase * self.rounds - self.shift) * self.rhythm.span;
        let last = first + self.rounds * self.rhythm.span - 1;
        let day = day.rem_euclid(self.rhythm.span);
        Turn { phase, round: turn.rem_euclid(self.rounds), day, first, last }
    }

    /// The instant of a local minute of `day`, Unix milliseconds.
    pub(in crate::simulator) const fn instant(&self, day: i64, minute: i64) -> i64 {
        day * DAY + minute * MINUTE - self.country.offset * HOUR
    }

    /// The local day of an instant.
    pub(in crate::simulator) const fn day_of(&self, at: i64) -> i64 {
        (at + self.country.offset * HOUR).div_euclid(DAY)
    }

    /// The season a competition that begins on `first` belongs to.
    pub(in crate::simulator) fn season_of(&self, first: i64) -> String {
        let date = DateTime::from_timestamp(first * 86_400, 0).unwrap_or_default();
        let year = date.year();
        match self.season {
            Season::Year => year.to_string(),
            Season::Begun => (year - i32::from(date.month() < 7)).to_string(),
            Season::Winter if date.month() >= 7 => format!("{year}-{}", year + 1),
            Season::Winter => format!("{}-{year}", year - 1),
        }
    }

    /// The name of a round: `7`, or `Final`.
    pub(in crate::simulator) fn week(&self, round: i64) -> String {
        if !self.cup {
            return (round + 1).to_string();
        }
        match round {
            0 => "1/8-finals",
            1 => "Quarter-finals",
            2 => "Semi-finals",
            _ => "Final",
        }
        .to_owned()
    }
}
