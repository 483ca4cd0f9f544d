//! A place in a ranking.

use serde::{Deserialize, Serialize};

/// One player's place in a ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Leader {
    /// From 1; players who are level share a rank.
    // As they are read from the upstream each has a rank of its own: the leaderboard joins them.
    pub rank: u32,
    /// The upstream's number for the player.
    pub player_id: String,
    /// The name as the upstream writes it.
    pub player_name: String,
    /// Address of a portrait.
    pub player_photo: Option<String>,
    /// The upstream's number for the team.
    pub team_id: Option<String>,
    /// The name as the upstream writes it.
    pub team_name: Option<String>,
    /// Address of the crest.
    pub team_logo: Option<String>,
    /// Goals, assists, cards; points or wins of a driver.
    pub value: i64,
}
