//! What can be asked of an upstream, in our words and in its.

use chrono::NaiveDate;
use entity::model::{MatchId, Sport};
use std::fmt;
use upstream::{
    client::Query,
    sport::{Particular, ask},
};

/// One thing to ask.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PollTarget {
    /// The leagues of the current season.
    Leagues,
    /// Every match in play.
    Live,
    /// Every match of one UTC day.
    Day(NaiveDate),
    /// These matches by name; up to as many as one call of the sport may name.
    Matches(Vec<MatchId>),
    /// What an endpoint of its own tells of one match.
    Particular(Particular, MatchId),
}

impl PollTarget {
    /// As the sport's upstream wants it asked; `None` where it has no such thing.
    pub fn query(&self, sport: Sport) -> Option<Query> {
        match self {
            PollTarget::Leagues => ask::leagues(sport),
            PollTarget::Live => ask::live(sport),
            PollTarget::Day(date) => Some(ask::day(sport, *date)),
            PollTarget::Matches(ids) => ask::matches(sport, ids),
            PollTarget::Particular(particular, id) => ask::particular(sport, *particular, id),
        }
    }

    /// What it is accounted under: questions by name share one account, whichever matches they name.
    #[must_use]
    pub fn account(&self) -> PollTarget {
        match self {
            PollTarget::Matches(_) => PollTarget::Matches(Vec::new()),
            PollTarget::Particular(particular, _) => {
                PollTarget::Particular(*particular, MatchId(String::new()))
            }
            PollTarget::Leagues | PollTarget::Live | PollTarget::Day(_) => self.clone(),
        }
    }

    /// Whether it is one of a kind, so that two questions at a time would be the same question.
    pub fn is_a_list(&self) -> bool {
        match self {
            PollTarget::Leagues | PollTarget::Live | PollTarget::Day(_) => true,
            PollTarget::Matches(_) | PollTarget::Particular(..) => false,
        }
    }
}

impl fmt::Display for PollTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PollTarget::Leagues => f.write_str("leagues"),
            PollTarget::Live => f.write_str("live"),
            PollTarget::Day(date) => write!(f, "day {date}"),
            PollTarget::Matches(ids) => write!(f, "{} matches", ids.len()),
            PollTarget::Particular(particular, id) => write!(f, "{} of {id}", particular.name()),
        }
    }
}
