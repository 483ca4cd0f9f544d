//! Who plays.

use serde::{Deserialize, Serialize};

/// The part a competitor has in a match: at home, away, or one of many as in a race.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Plays at home; listed first.
    Home,
    /// Plays away; listed second.
    Away,
    /// One of many, as in a race.
    Entrant,
}

/// One side of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Competitor {
    /// Home, away, or one of many.
    pub role: Role,
    /// The upstream's number for the team or athlete.
    pub id: String,
    /// The name as the upstream writes it.
    pub name: String,
    /// Address of the crest.
    pub logo: Option<String>,
    /// Goals, points, runs or sets as the sport counts them: a shoot-out is no part of it in football
    /// and one goal in hockey. Null before the start, and in fights and races.
    pub score: Option<i64>,
    /// Whether it leads or has won, shoot-out included; null on a draw.
    pub winner: Option<bool>,
}
