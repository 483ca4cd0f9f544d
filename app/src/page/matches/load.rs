//! What the page asks of the service.

use crate::port::AppError;
use entity::model::{Change, Instant, Match};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use serde::{Deserialize, Serialize};

/// A match and the moment it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundMatch {
    /// The match.
    pub document: Match,
    /// The service's clock, from which the age is told.
    pub now: Instant,
}

/// A match by the words in its URL.
#[server(name = LoadMatch, prefix = "/fn", endpoint = "match", input = GetUrl, output = Json)]
pub async fn load_match(sport: String, league: String, id: String) -> Result<FoundMatch, AppError> {
    let ports = crate::request::ports()?;
    let sport = crate::request::sport(&sport)?;
    let document =
        ports.scores.one(sport, &league, &id).await.map_err(crate::request::app_error)?;
    Ok(FoundMatch { document, now: ports.scores.now() })
}

/// The latest ten changes of a match, newest last.
#[server(name = LoadChanges, prefix = "/fn", endpoint = "changes", input = GetUrl, output = Json)]
pub async fn load_changes(
    sport: String,
    league: String,
    id: String,
) -> Result<Vec<Change>, AppError> {
    let ports = crate::request::ports()?;
    let sport = crate::request::sport(&sport)?;
    ports.scores.changes(sport, &league, &id, 10).await.map_err(crate::request::app_error)
}
