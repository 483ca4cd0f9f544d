//! Counted facts of a match, one row a measure.

use serde::{Deserialize, Serialize};

/// One measure with the value of each competitor, in the order of the competitors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statistic {
    /// In snake case: `ball_possession`, `expected_goals`.
    pub name: String,
    /// For readers: `Ball possession`.
    pub label: String,
    /// `%` where the values are shares.
    pub unit: Option<String>,
    /// One value a competitor; null where the upstream has none.
    pub values: Vec<Option<f64>>,
}
