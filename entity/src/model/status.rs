//! Where a match stands.

use serde::{Deserialize, Serialize};

/// The state of a match in words that hold for every sport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Not begun; the time may still be unknown.
    Scheduled,
    /// Play is on.
    Live,
    /// Between two periods.
    Break,
    /// Halted by the referee; may go on.
    Suspended,
    /// Played to the end.
    Finished,
    /// Moved to a later date.
    Postponed,
    /// Will not be played.
    Cancelled,
    /// Begun and given up.
    Abandoned,
    /// Decided without being played.
    Awarded,
    /// The upstream said something we have no word for.
    Unknown,
}

impl Phase {
    /// Every phase.
    pub const ALL: [Phase; 10] = [
        Phase::Scheduled,
        Phase::Live,
        Phase::Break,
        Phase::Suspended,
        Phase::Finished,
        Phase::Postponed,
        Phase::Cancelled,
        Phase::Abandoned,
        Phase::Awarded,
        Phase::Unknown,
    ];

    /// The word in JSON and in the `status` filter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Phase::Scheduled => "scheduled",
            Phase::Live => "live",
            Phase::Break => "break",
            Phase::Suspended => "suspended",
            Phase::Finished => "finished",
            Phase::Postponed => "postponed",
            Phase::Cancelled => "cancelled",
            Phase::Abandoned => "abandoned",
            Phase::Awarded => "awarded",
            Phase::Unknown => "unknown",
        }
    }

    /// The phase of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.as_str() == word)
    }

    /// Begun and not over: worth watching every few seconds.
    pub const fn in_play(self) -> bool {
        match self {
            Phase::Live | Phase::Break | Phase::Suspended => true,
            Phase::Scheduled
            | Phase::Finished
            | Phase::Postponed
            | Phase::Cancelled
            | Phase::Abandoned
            | Phase::Awarded
            | Phase::Unknown => false,
        }
    }

    /// Nothing more is expected, save corrections.
    pub const fn is_over(self) -> bool {
        match self {
            Phase::Finished | Phase::Cancelled | Phase::Abandoned | Phase::Awarded => true,
            Phase::Scheduled
            | Phase::Live
            | Phase::Break
            | Phase::Suspended
            | Phase::Postponed
            | Phase::Unknown => false,
        }
    }
}

/// The state of a match, ours and the upstream's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// In words that hold for every sport.
    pub phase: Phase,
    /// The upstream's own code: `2H`, `Q3`.
    pub code: String,
    /// The code in plain English: `Second half`.
    pub label: String,
    /// The clock as shown, `77'`, `45+2'`, `2:17 left`, `Top 7` or `Lap 23 of 57`; null while it
    /// does not run.
    pub clock: Option<String>,
    /// Whole minutes played; null where the upstream counts within a part or backwards.
    pub elapsed: Option<u32>,
    /// Minutes of stoppage time on top of `elapsed`.
    pub extra: Option<u32>,
}

/// How far a record may be trusted to be current: just confirmed, later than it should be, so late
/// that it may be wrong, or over for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// Confirmed by the upstream just now, measured by how often such a match is read.
    Live,
    /// Later than it should be.
    Delayed,
    /// So late that it may be wrong.
    Stale,
    /// The match is over; nothing more is expected.
    Final,
}

impl Freshness {
    /// The freshness of a record in `phase` that the upstream confirmed `age_seconds` ago.
    ///
    /// In play: delayed past 60 s, stale past 5 min. Otherwise the upstream is read a few times an
    /// hour at most: delayed past 2 h, stale past a day.
    pub const fn of(phase: Phase, age_seconds: i64) -> Self {
        let (delayed, stale) = Self::limits(phase);
        if phase.is_over() {
            Freshness::Final
        } else if age_seconds > stale {
            Freshness::Stale
        } else if age_seconds > delayed {
            Freshness::Delayed
        } else {
            Freshness::Live
        }
    }

    /// The ages in seconds past which a record in `phase` is delayed, and stale.
    pub const fn limits(phase: Phase) -> (i64, i64) {
        if phase.in_play() { (60, 300) } else { (7_200, 86_400) }
    }
}
