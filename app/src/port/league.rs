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
    /// The table, one group for most leagues; `None` where the upstream did not tell it in time.
    pub table: Option<Dated<TableGroup>>,
    /// Who scored most; `None` where the upstream did not tell it in time.
    pub scorers: Option<Dated<Scorer>>,
    /// The log position the rows were read at.
    #[serde(with = "position_text")]
    pub position: Position,
    /// The service's clock when the rows were read.
    pub as_of: Instant,
}

/// What the upstream told when it was asked; it may have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// Best first.
    pub rows: Vec<T>,
    /// When it was told.
    pub as_of: Instant,
}

/// A table, or one of its groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableGroup {
    /// `Group A`, or the league's name where there is only one.
    pub name: Option<String>,
    /// Best first.
    pub rows: Vec<TableRow>,
}

/// A team's place in a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// From 1.
    pub rank: u32,
    /// The team or athlete.
    pub team: String,
    /// Matches played.
    pub played: u32,
    /// Won, drawn and lost.
    pub results: [u32; 3],
    /// Scored and conceded.
    pub goals: [u32; 2],
    /// Scored less conceded.
    pub difference: i64,
    /// Points; deductions can make them negative.
    pub points: i64,
    /// The latest results, latest first: `LDWWW`.
    pub form: Option<String>,
    /// What the place leads to: `Relegation`.
    pub leads_to: Option<String>,
    /// Of those won and of those lost, how many after overtime or a shoot-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overtime: Option<[u32; 2]>,
    /// What the table is ordered by where that is no points: in tenths of a hundredth the share of
    /// matches won, and in Australian football points scored for each hundred conceded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_mille: Option<u32>,
    /// How many games behind the first: `5.5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<String>,
    /// Wins or defeats in a row: `W3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub streak: Option<String>,
    /// The team of an athlete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_of: Option<String>,
}

/// A player who scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scorer {
    /// From 1; players who are level share a rank.
    pub rank: u32,
    /// The player.
    pub player: String,
    /// The player's team.
    pub team: Option<String>,
    /// How many.
    pub goals: i64,
}
