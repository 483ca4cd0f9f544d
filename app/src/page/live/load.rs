//! What the page asks of the service.

use crate::port::{AppError, Confirmed, ScorePage, SportCount};
#[cfg(feature = "ssr")]
use crate::port::{PortError, ScoreFilter};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use serde::{Deserialize, Serialize};

/// The rows under a filter, and whether its league was one we follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundScores {
    /// The rows.
    pub page: ScorePage,
    /// The filter names a league that nobody knows; the rows are those without it.
    pub unknown_league: bool,
}

/// The rows under the filter that `query` spells as `/live` does.
///
/// A league that nobody knows is left out of the filter, as any other value not understood.
#[server(name = LoadScores, prefix = "/fn", endpoint = "scores", input = GetUrl, output = Json)]
pub async fn load_scores(query: String) -> Result<FoundScores, AppError> {
    let ports = crate::request::ports()?;
    let filter = ScoreFilter::from_query(&query);
    let (page, unknown_league) = match ports.scores.rows(&filter).await {
        Err(PortError::NotFound { .. }) if filter.league.is_some() => {
            (ports.scores.rows(&filter.with_league(None)).await, true)
        }
        found => (found, false),
    };
    let page = page.map_err(crate::request::app_error)?;
    Ok(FoundScores { page, unknown_league })
}

/// When the matches in play under that filter were last confirmed.
#[server(name = LoadConfirmed, prefix = "/fn", endpoint = "confirmed", input = GetUrl, output = Json)]
pub async fn load_confirmed(query: String) -> Result<Vec<Confirmed>, AppError> {
    let ports = crate::request::ports()?;
    let confirmed = ports.scores.confirmed(&ScoreFilter::from_query(&query)).await;
    confirmed.map_err(crate::request::app_error)
}

/// The sports with their counts.
#[server(name = LoadSports, prefix = "/fn", endpoint = "sports", input = GetUrl, output = Json)]
pub async fn load_sports() -> Result<Vec<SportCount>, AppError> {
    let ports = crate::request::ports()?;
    ports.scores.sports().await.map_err(crate::request::app_error)
}
