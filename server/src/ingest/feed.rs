//! What can be asked of an upstream, in our words and in its.

use chrono::NaiveDate;
use entity::model::MatchId;
use std::fmt;
use upstream::client::Query;

/// Most matches one call for particulars may name.
pub const IDS_A_CALL: usize = 20;

/// One thing to ask.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Feed {
    /// The leagues of the current season.
    Leagues,
    /// Every match in play.
    Live,
    /// Every match of one UTC day.
    Day(NaiveDate),
    /// These matches with all their particulars; up to [`IDS_A_CALL`].
    Matches(Vec<MatchId>),
}

impl Feed {
    /// As API-Football wants it asked.
    pub fn football(&self) -> Query {
        match self {
            Feed::Leagues => Query::new("leagues").with("current", "true"),
            Feed::Live => Query::new("fixtures").with("live", "all"),
            Feed::Day(date) => Query::new("fixtures").with("date", date),
            Feed::Matches(ids) if ids.len() == 1 => Query::new("fixtures").with("id", &ids[0]),
            Feed::Matches(ids) => {
                let ids: Vec<&str> = ids.iter().map(|id| id.0.as_str()).collect();
                Query::new("fixtures").with("ids", ids.join("-"))
            }
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
        }
    }
}
