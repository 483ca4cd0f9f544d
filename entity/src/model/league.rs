//! A league as a match shows it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The upstream's number for a league, as text; unique within a sport.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeagueId(pub String);

/// The league's word in URLs and channels: unique within its sport, never changed once given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeagueSlug(pub String);

impl fmt::Display for LeagueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for LeagueSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The league of a match: who runs it and which part of its season this is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MatchLeague))]
pub struct League {
    /// The upstream's number.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: LeagueId,
    /// The word in URLs and channels.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub slug: LeagueSlug,
    /// The name as the upstream writes it.
    pub name: String,
    /// `World` for international competitions.
    pub country: Option<String>,
    /// The season's name: `2025` or `2025-2026`.
    pub season: Option<String>,
    /// Free text: `Group Stage - 2`.
    pub round: Option<String>,
    /// Address of the league's emblem.
    pub logo: Option<String>,
    /// Address of the country's flag.
    pub flag: Option<String>,
}
