//! The shapes of answers, for the descriptions.
//!
//! The types in `entity::model` must also build for browsers and know nothing of descriptions, so
//! each shape stands here once more; a test holds real answers against these.
#![allow(dead_code, reason = "these are read by the derive macros only")]
#![allow(missing_docs, reason = "a type's own line says what its words are")]

mod account;
mod change;
mod key;
mod league;
mod r#match;
mod problem;
mod proxy;
mod sport;
mod usage;

pub use account::{Account, AccountKey, Plan};
pub use change::{Change, ChangeItem, ChangeList, ChannelChanges};
pub use key::{
    Grace, Key, KeyChanges, KeyList, KeyStatus, MintedKey, NewKey, Rotate, Rotation, Scope,
};
pub use league::{
    Leader, Leaders, League, LeagueList, Metric, StandingGroup, StandingRow, Standings,
};
pub use r#match::{
    Competitor, Freshness, Incident, IncidentKind, Lineup, LineupPlayer, Match, MatchLeague,
    MatchList, MatchRow, Period, Phase, Role, Statistic, Status, Venue,
};
pub use problem::{FieldError, Problem};
pub use proxy::{Envelope, XCache};
pub use sport::{Sport, SportList, SportSummary};
pub use usage::{Usage, UsageBucket, UsageFormat, UsageNumbers, UsageRow};
