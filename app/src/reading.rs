//! How the matches of a sport are read: what is drawn of them, and by which words.
//!
//! Everything that differs from sport to sport on a page is decided here or by a [`Reading`].

use entity::model::Sport;

/// What a match comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Few goals, told one by one.
    Goals,
    /// A line score: parts and their total.
    Line(Parts),
    /// Sets won, and the points of each set.
    Sets,
    /// A fight: rounds, and how it ended. There is no score.
    Bout,
    /// A field of entrants in their order.
    Race,
}

/// The parts of a line score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Four quarters.
    Quarters,
    /// Three periods.
    Periods,
    /// Nine innings.
    Innings,
    /// Two halves.
    Halves,
}

impl Reading {
    /// How matches of `sport` are read.
    pub(crate) const fn of(sport: Sport) -> Self {
        match sport {
            Sport::Football => Reading::Goals,
            Sport::Basketball | Sport::Nba | Sport::AmericanFootball | Sport::Afl => {
                Reading::Line(Parts::Quarters)
            }
            Sport::Hockey => Reading::Line(Parts::Periods),
            Sport::Baseball => Reading::Line(Parts::Innings),
            Sport::Handball | Sport::Rugby => Reading::Line(Parts::Halves),
            Sport::Volleyball => Reading::Sets,
            Sport::Mma => Reading::Bout,
            Sport::Formula1 => Reading::Race,
        }
    }

    /// The regular parts in their order; those of a fight and the sets are as many as are played.
    pub(crate) const fn regular(self) -> &'static [&'static str] {
        match self {
            Reading::Line(Parts::Quarters) => &["Q1", "Q2", "Q3", "Q4"],
            Reading::Line(Parts::Periods) => &["P1", "P2", "P3"],
            Reading::Line(Parts::Innings) => &["1", "2", "3", "4", "5", "6", "7", "8", "9"],
            Reading::Line(Parts::Halves) => &["1H", "2H"],
            Reading::Goals | Reading::Sets | Reading::Bout | Reading::Race => &[],
        }
    }

    /// What one of the parts is called: `quarter`.
    pub(crate) const fn part(self) -> &'static str {
        match self {
            Reading::Line(Parts::Quarters) => "quarter",
            Reading::Line(Parts::Periods) => "period",
            Reading::Line(Parts::Innings) => "inning",
            Reading::Goals | Reading::Line(Parts::Halves) => "half",
            Reading::Sets => "set",
            Reading::Bout => "round",
            Reading::Race => "lap",
        }
    }
}

/// What the score of a sport counts.
pub(crate) const fn counts(sport: Sport) -> &'static str {
    match sport {
        Sport::Football | Sport::Hockey | Sport::Handball => "Goals",
        Sport::Basketball
        | Sport::Nba
        | Sport::AmericanFootball
        | Sport::Afl
        | Sport::Rugby
        | Sport::Formula1 => "Points",
        Sport::Baseball => "Runs",
        Sport::Volleyball => "Sets",
        Sport::Mma => "Rounds",
    }
}

/// Whether goals of a sport are few enough to name who scored the latest in a list.
pub(crate) const fn tells_goals(sport: Sport) -> bool {
    match sport {
        Sport::Football | Sport::Hockey => true,
        Sport::Basketball
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl
        | Sport::Mma
        | Sport::Formula1 => false,
    }
}

/// Whether each change of the score is news. Elsewhere the score moves all the time, and news is how
/// a part ended.
pub(crate) const fn each_score_is_news(sport: Sport) -> bool {
    match sport {
        Sport::Football
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball => true,
        Sport::Basketball
        | Sport::Nba
        | Sport::Handball
        | Sport::Afl
        | Sport::Mma
        | Sport::Formula1 => false,
    }
}

/// Whether the upstream of a sport tells what happened in a match, one by one.
pub(crate) const fn tells_incidents(sport: Sport) -> bool {
    match sport {
        Sport::Football | Sport::Hockey | Sport::AmericanFootball | Sport::Afl => true,
        Sport::Basketball
        | Sport::Nba
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::Mma
        | Sport::Formula1 => false,
    }
}
