//! A league as its page shows it.

use super::{ScoreRow, scores::position_text};
use entity::model::{Instant, League, Position, Sport};
use serde::{Deserialize, Serialize};

/// A league with what it plays now, next and played last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaguePage {
    /// Which sport.
    pub sport: Sport,
    /// The league, its current season.
    pub league: League,
    /// The league's channel.
    pub channel: String,
    /// In play.
    pub live: Vec<ScoreRow>,
    /// To come, soonest first.
    pub next: Vec<ScoreRow>,
    /// Over, latest first.
    pub recent: Vec<ScoreRow>,
    /// The log position the rows were read at.
    #[serde(with = "position_text")]
    pub position: Position,
    /// The service's clock when the rows were read.
    pub as_of: Instant,
}
