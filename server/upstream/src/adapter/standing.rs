//! Tables, of every sport.

use entity::model::{Instant, ObservedLeague};
use serde::{Deserialize, Serialize};

/// The tables of one league and season.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standings {
    /// Whose; `round` is not known here.
    pub league: ObservedLeague,
    /// One for most leagues, several for a group stage or split seasons.
    pub groups: Vec<Group>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = StandingGroup))]
pub struct Group {
    /// `Group A`, or the league's name where there is only one.
    pub name: Option<String>,
    /// Best first.
    pub rows: Vec<StandingRow>,
}

/// One team's or athlete's place in a table.
///
/// What a sport's table does not have is nought or null; the members after `updated_at` are left out
/// where there is nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandingRow {
    /// From 1.
    pub rank: u32,
    /// The upstream's number for the team.
    pub team_id: String,
    /// The name as the upstream writes it.
    pub team_name: String,
    /// Address of the crest.
    pub team_logo: Option<String>,
    /// Points for the table; deductions can make them negative. Nought in sports that rank by the
    /// share of matches won.
    pub points: i64,
    /// What was scored minus what was conceded.
    pub goals_diff: i64,
    /// Matches played.
    pub played: u32,
    /// Matches won, after overtime included.
    pub win: u32,
    /// Matches drawn.
    pub draw: u32,
    /// Matches lost, after overtime included.
    pub lose: u32,
    /// Goals scored; points, runs or sets where a sport counts these.
    pub goals_for: u32,
    /// Goals conceded, counted likewise.
    pub goals_against: u32,
    /// The latest results, latest first: `LDWWW`.
    pub form: Option<String>,
    /// What the place leads to: `Promotion - Champions League (Group Stage)`.
    pub description: Option<String>,
    /// When the upstream last touched the row.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub updated_at: Option<Instant>,
    /// Of the matches won, those won after overtime or a shoot-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub win_overtime: Option<u32>,
    /// Of the matches lost, those lost after overtime or a shoot-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub lose_overtime: Option<u32>,
    /// What the table is ordered by where that is a share of a hundred: matches won, a draw being
    /// half of one; in Australian football points scored for each hundred conceded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub percent: Option<f64>,
    /// How many games behind the first: `5.5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub games_behind: Option<String>,
    /// Wins or defeats in a row: `W3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub streak: Option<String>,
    /// The team of an athlete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub member_of: Option<String>,
}

impl StandingRow {
    /// The share of matches won, to a tenth of a hundredth.
    pub(crate) fn share_won(&self) -> Option<f64> {
        let played = f64::from(self.played);
        let won = f64::from(self.win) + f64::from(self.draw) / 2.0;
        (self.played > 0).then(|| (won / played * 1000.0).round() / 10.0)
    }
}
