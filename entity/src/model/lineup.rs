//! Who is on the field, and where.

use super::Role;
use serde::{Deserialize, Serialize};

/// One side's line-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lineup {
    /// Whose.
    pub competitor: Role,
    /// `4-2-3-1`.
    pub formation: Option<String>,
    /// The coach's name.
    pub coach: Option<String>,
    /// Those who begin.
    pub starters: Vec<LineupPlayer>,
    /// Those on the bench.
    pub substitutes: Vec<LineupPlayer>,
}

/// One player of a line-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineupPlayer {
    /// The upstream's number.
    pub id: Option<String>,
    /// The name as the upstream writes it.
    pub name: String,
    /// The number on the shirt.
    pub number: Option<u32>,
    /// `G`, `D`, `M`, `F`.
    pub position: Option<String>,
    /// `row:column` from the own goal, starters only.
    pub grid: Option<String>,
}
