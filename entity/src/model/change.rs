//! What turned one version of a match into the next.

use super::{Epoch, Incident, Instant, MatchId, Period, Phase, Role, Seq};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What befell an incident: it is new, was corrected, or is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IncidentAction {
    /// New on the list.
    Added,
    /// Reworded, moved to another minute, given another player.
    Changed,
    /// Gone from the list.
    Removed,
}

/// One thing that is different. `kind` says which other members there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({"kind": "score", "from": [0, 1], "to": [0, 2]})))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChangeItem {
    /// A competitor's score rose.
    Goal {
        /// Who got it.
        competitor: Role,
        /// Minute of play, if known.
        elapsed: Option<u32>,
        /// Stoppage time on top.
        extra: Option<u32>,
        /// Who scored, once the upstream says.
        player: Option<String>,
    },
    /// A competitor's score fell: a goal was taken back.
    Correction {
        /// Who lost it.
        competitor: Role,
        /// Why, where the upstream says: `goal_cancelled`, `goal_disallowed_offside`.
        detail: Option<String>,
    },
    /// The score, in the order of the competitors.
    Score {
        /// Before.
        from: Vec<Option<i64>>,
        /// After.
        to: Vec<Option<i64>>,
    },
    /// The state, by the upstream's codes.
    Status {
        /// Before.
        from: String,
        /// After.
        to: String,
        /// After, in words that hold for every sport.
        phase: Phase,
    },
    /// Something on the list of incidents.
    Incident {
        /// What befell it.
        action: IncidentAction,
        /// As it stands now, or stood last.
        incident: Incident,
    },
    /// The score of one part, a shoot-out's tally included.
    Period {
        /// Before; null where it is new.
        from: Option<Period>,
        /// After; null where it is gone.
        to: Option<Period>,
    },
    /// When it begins.
    Schedule {
        /// Before.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        from: Instant,
        /// After.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        to: Instant,
    },
    /// The clock moved on.
    Clock {
        /// Minute of play.
        elapsed: Option<u32>,
        /// Stoppage time on top.
        extra: Option<u32>,
    },
    /// Anything else, by the names of the members that differ: `venue`, `statistics`.
    Details {
        /// Members of the match.
        fields: Vec<String>,
    },
}

/// The name a change is announced under: that of its most important item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EventName {
    /// Some detail or the clock.
    #[serde(rename = "match.updated")]
    MatchUpdated,
    /// When it begins.
    #[serde(rename = "schedule.changed")]
    ScheduleChanged,
    /// An incident is gone.
    #[serde(rename = "incident.removed")]
    IncidentRemoved,
    /// An incident was corrected.
    #[serde(rename = "incident.changed")]
    IncidentChanged,
    /// An incident is new.
    #[serde(rename = "incident.added")]
    IncidentAdded,
    /// The state.
    #[serde(rename = "status.changed")]
    StatusChanged,
    /// The score.
    #[serde(rename = "score.updated")]
    ScoreUpdated,
}

impl EventName {
    /// As it stands on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            EventName::MatchUpdated => "match.updated",
            EventName::ScheduleChanged => "schedule.changed",
            EventName::IncidentRemoved => "incident.removed",
            EventName::IncidentChanged => "incident.changed",
            EventName::IncidentAdded => "incident.added",
            EventName::StatusChanged => "status.changed",
            EventName::ScoreUpdated => "score.updated",
        }
    }
}

impl ChangeItem {
    /// The name this item would be announced under.
    pub const fn event_name(&self) -> EventName {
        match self {
            ChangeItem::Goal { .. } | ChangeItem::Correction { .. } | ChangeItem::Score { .. } => {
                EventName::ScoreUpdated
            }
            ChangeItem::Status { .. } => EventName::StatusChanged,
            ChangeItem::Incident { action: IncidentAction::Added, .. } => EventName::IncidentAdded,
            ChangeItem::Incident { action: IncidentAction::Changed, .. } => {
                EventName::IncidentChanged
            }
            ChangeItem::Incident { action: IncidentAction::Removed, .. } => {
                EventName::IncidentRemoved
            }
            ChangeItem::Schedule { .. } => EventName::ScheduleChanged,
            ChangeItem::Period { .. } | ChangeItem::Clock { .. } | ChangeItem::Details { .. } => {
                EventName::MatchUpdated
            }
        }
    }
}

/// What turned one version of a match into the next, as clients are sent it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Which match.
    #[serde(rename = "match")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub match_id: MatchId,
    /// The match's own channel, whichever channel carries the message.
    pub channel: String,
    /// The version this change makes.
    pub version: u64,
    /// Its place in the log.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9]+-0$"))]
    pub seq: Seq,
    /// The life of the log that place is in.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub epoch: Epoch,
    /// When it was accepted.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// What is different, most important first.
    pub changes: Vec<ChangeItem>,
    /// RFC 7396: the match before, patched, is the match after.
    pub patch: Value,
}

impl Change {
    /// The name it is announced under.
    pub fn event_name(&self) -> EventName {
        self.changes.iter().map(ChangeItem::event_name).max().unwrap_or(EventName::MatchUpdated)
    }
}
