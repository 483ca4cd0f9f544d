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
pub enum Feed {
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

impl Feed {
    /// As the sport's upstream wants it asked; `None` where it has no such thing.
    pub fn query(&self, sport: Sport) -> Option<Query> {
        match self {
            Feed::Leagues => ask::leagues(sport),
            Feed::Live => ask::live(sport),
            Feed::Day(date) => Some(ask::day(sport, *date)),
            Feed::Matches(ids) => ask::matches(sport, ids),
            Feed::Particular(particular, id) => ask::particular(sport, *particular, id),
        }
    }

    /// What it is accounted under: questions by name share one account, whichever matches they name.
    #[must_use]
    pub fn account(&self) -> Feed {
        match self {
            Feed::Matches(_) => Feed::Matches(Vec::new()),
            Feed::Particular(particular, _) => {
                Feed::Particular(*particular, MatchId(String::new()))
            }
            Feed::Leagues | Feed::Live | Feed::Day(_) => self.clone(),
        }
    }

    /// Whether it is one of a kind, so that two questions at a time would be the same question.
    pub fn is_a_list(&self) -> bool {
        match self {
            Feed::Leagues | Feed::Live | Feed::Day(_) => true,
            Feed::Matches(_) | Feed::Particular(..) => false,
        }
    }
}

impl fmt::Display for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Feed::Leagues => f.write_str("leagues"),
            Feed::Live => f.write_str("live"),
            Feed::Day(date) => write!(f, "day {date}"),
            Feed::Matches(ids) => write!(f, "{} matches", ids.len()),
            Feed::Particular(particular, id) => write!(f, "{} of {id}", particular.name()),
        }
    }
}
