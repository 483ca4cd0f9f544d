//! The words of the product as types: one [`Match`] for every sport, and the [`Change`]s that move it.

mod change;
mod channel;
mod competitor;
mod id;
mod incident;
mod key;
mod key_status;
mod league;
mod lineup;
mod matches;
mod observation;
mod patch;
mod position;
mod retention;
mod scope;
mod sport;
mod statistic;
mod status;

pub use change::{Change, ChangeItem, EventName, IncidentAction};
pub use channel::{Channel, ChannelError};
pub use competitor::{Competitor, Role};
pub use id::{AccountId, KeyId};
pub use incident::{Incident, IncidentKind};
pub use key::{
    BadKeyName, Grace, KEY_LIST_LENGTH, KEY_NAME_LENGTH, key_address, key_name, key_origin,
};
pub use key_status::{KeyMoments, KeyStatus};
pub use league::{League, LeagueId, LeagueSlug};
pub use lineup::{Lineup, LineupPlayer};
pub use matches::{Match, MatchId, Period, Venue};
pub use observation::{ObservedLeague, ObservedMatch};
pub use patch::{apply as apply_patch, between as patch_between};
pub use position::{Epoch, Position, PositionError, Seq};
pub use retention::Kept;
pub use scope::Scope;
pub use sport::{Sport, UnknownSport};
pub use statistic::Statistic;
pub use status::{Freshness, Phase, Status};

/// An instant, always in UTC; written as RFC 3339.
pub type Instant = chrono::DateTime<chrono::Utc>;
