//! The port to live scores.

use super::ScoreRow;
#[cfg(feature = "ssr")]
use super::{LeaguePage, PortError, ScoreFilter};
#[cfg(feature = "ssr")]
use entity::model::{Change, Match};
use entity::model::{Instant, MatchId, Position, Sport};
use serde::{Deserialize, Serialize};

/// Reads of matches and their changes.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Scores: Send + Sync {
    /// The service's clock; its own where it was set by configuration.
    fn now(&self) -> Instant {
        std::time::SystemTime::now().into()
    }

    /// The sports followed, in the order pages list them.
    async fn sports(&self) -> Result<Vec<SportCount>, PortError>;

    /// The matches of a day that `filter` lets through.
    async fn rows(&self, filter: &ScoreFilter) -> Result<ScorePage, PortError>;

    /// One match; `league` is a slug or the upstream's number.
    async fn one(&self, sport: Sport, league: &str, id: &str) -> Result<Match, PortError>;

    /// The latest `limit` changes of a match, newest last.
    async fn changes(
        &self,
        sport: Sport,
        league: &str,
        id: &str,
        limit: u32,
    ) -> Result<Vec<Change>, PortError>;

    /// A league with what it plays now, next and played last.
    async fn league(&self, sport: Sport, league: &str) -> Result<LeaguePage, PortError>;

    /// When each match in play that `filter` lets through was last confirmed.
    ///
    /// An open page asks this now and then: the age of a match grows without any change to
    /// announce, and a version ahead of the page's own says that it missed one.
    async fn confirmed(&self, filter: &ScoreFilter) -> Result<Vec<Confirmed>, PortError> {
        let page = self.rows(filter).await?;
        let in_play = page.rows.iter().filter(|row| row.status.phase.in_play());
        Ok(in_play.map(Confirmed::from).collect())
    }
}

/// A sport with what is on in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SportCount {
    /// Which sport.
    pub sport: Sport,
    /// Matches in play now.
    pub live: u32,
    /// Matches of today, by UTC.
    pub today: u32,
}

/// How many matches of the day each status tab would show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCounts {
    /// All of them.
    pub all: u32,
    /// In play.
    pub live: u32,
    /// Over.
    pub finished: u32,
    /// To come.
    pub scheduled: u32,
}

/// The rows of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScorePage {
    /// The matches, in any order; the page groups and sorts them.
    pub rows: Vec<ScoreRow>,
    /// How many the filter lets through; more than `rows` where the server cut the list.
    pub total: u32,
    /// The day's matches by status, whatever status the filter names.
    pub counts: StatusCounts,
    /// The day shown, `YYYY-MM-DD`, UTC.
    pub date: String,
    /// The service's own today, `YYYY-MM-DD`, UTC.
    pub today: String,
    /// The log position the rows were read at; live changes go on from here.
    #[serde(with = "position_text")]
    pub position: Position,
    /// The service's clock when the rows were read.
    pub as_of: Instant,
}

/// The freshness of one match in play.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Which sport.
    pub sport: Sport,
    /// Which match.
    pub id: MatchId,
    /// The version the server holds.
    pub version: u64,
    /// When the upstream last confirmed it.
    pub as_of: Instant,
}

impl From<&ScoreRow> for Confirmed {
    fn from(row: &ScoreRow) -> Self {
        Self { sport: row.sport, id: row.id.clone(), version: row.version, as_of: row.as_of }
    }
}

/// A [`Position`] as the one text that stands for it.
pub(super) mod position_text {
    use entity::model::Position;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(
        position: &Position,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(position)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Position, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
