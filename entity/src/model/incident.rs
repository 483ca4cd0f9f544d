//! What happened in a match: goals, cards, substitutions, reviews.

use super::Role;
use serde::{Deserialize, Serialize};

/// What sort of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// Counted on the score. `detail`: `normal_goal`, `own_goal`, `penalty`.
    Goal,
    /// A penalty in play that did not go in.
    MissedPenalty,
    /// A kick of the shoot-out. `detail`: `scored` or `missed`. Never counted on the score.
    Shootout,
    /// `detail`: `yellow_card`, `second_yellow_card`, `red_card`.
    Card,
    /// `player` goes on, `assist` goes off.
    Substitution,
    /// A video review. `detail` says what came of it: `goal_cancelled`, `penalty_confirmed`.
    Var,
    /// Something the upstream has a word for and we have not.
    Other,
}

/// One thing that happened.
///
/// The upstream gives no ids and edits its list; ours is given at first sight and stays with the
/// incident when its minute, player or wording is corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Incident {
    /// Unique within the match, never given twice, kept when the incident is corrected.
    pub id: String,
    /// What sort of thing.
    pub kind: IncidentKind,
    /// More closely, in snake case: `own_goal`, `yellow_card`.
    pub detail: Option<String>,
    /// Minute of play.
    pub elapsed: Option<u32>,
    /// Minutes of stoppage time on top; the number of the kick in a shoot-out.
    pub extra: Option<u32>,
    /// The side it counts for; an own goal counts for the side that got it.
    pub competitor: Option<Role>,
    /// The scorer, the booked player, the one going on.
    pub player: Option<String>,
    /// The upstream's number for `player`.
    pub player_id: Option<String>,
    /// The one who set it up, or who goes off.
    pub assist: Option<String>,
    /// The upstream's number for `assist`.
    pub assist_id: Option<String>,
    /// The upstream's remark: the reason for a card or a reversal.
    pub comment: Option<String>,
}
