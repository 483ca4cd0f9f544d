//! What the page asks of the service.

#[cfg(feature = "ssr")]
use crate::port::ScoreFilter;
use crate::port::{AppError, Confirmed, ScorePage, SportCount};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

/// The rows under the filter that `query` spells as `/live` does.
#[server(name = LoadScores, prefix = "/fn", endpoint = "scores", input = GetUrl, output = Json)]
pub async fn load_scores(query: String) -> Result<ScorePage, AppError> {
    let ports = crate::request::ports()?;
    let page = ports.scores.rows(&ScoreFilter::from_query(&query)).await;
    page.map_err(crate::request::told)
}

/// When the matches in play under that filter were last confirmed.
#[server(name = LoadConfirmed, prefix = "/fn", endpoint = "confirmed", input = GetUrl, output = Json)]
pub async fn load_confirmed(query: String) -> Result<Vec<Confirmed>, AppError> {
    let ports = crate::request::ports()?;
    let confirmed = ports.scores.confirmed(&ScoreFilter::from_query(&query)).await;
    confirmed.map_err(crate::request::told)
}

/// The sports with their counts.
#[server(name = LoadSports, prefix = "/fn", endpoint = "sports", input = GetUrl, output = Json)]
pub async fn load_sports() -> Result<Vec<SportCount>, AppError> {
    let ports = crate::request::ports()?;
    ports.scores.sports().await.map_err(crate::request::told)
}
