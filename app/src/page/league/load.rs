//! What the page asks of the service.

use crate::port::{AppError, LeaguePage};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

/// A league by the words in its URL.
#[server(name = LoadLeague, prefix = "/fn", endpoint = "league", input = GetUrl, output = Json)]
pub async fn load_league(sport: String, league: String) -> Result<LeaguePage, AppError> {
    let ports = crate::request::ports()?;
    let sport = crate::request::sport(&sport)?;
    ports.scores.league(sport, &league).await.map_err(crate::request::app_error)
}
