//! The tables of a season as the upstream tells them.

use crate::{
    app::AppState,
    gateway::{Fault, Payer, Policy},
    http::Problem,
    store::leagues::KnownLeague,
};
use entity::model::Instant;
use upstream::{
    client::Query,
    football::{self, Group},
};

/// The vendor renews tables every hour.
pub const EVERY: i64 = 3_600;

/// The tables, and when the upstream told them.
pub struct Tables {
    /// One for most leagues; none where the upstream has no table.
    pub groups: Vec<Group>,
    /// By the service's clock.
    pub as_of: Instant,
}

/// Read the tables of a league's season; a [`Fault`] where the upstream does not tell them.
pub async fn read(
    app: &AppState,
    league: &KnownLeague,
    season: &str,
    payer: &dyn Payer,
) -> Result<Result<Tables, Fault>, Problem> {
    let question = Query::new("standings").with("league", &league.id).with("season", season);
    let fetched = match app.fetcher.get(league.sport, &question, Policy::kept(EVERY), payer).await {
        Ok(fetched) => fetched,
        Err(fault) => return Ok(Err(fault)),
    };
    let tables = football::standings(&fetched.answer).map_err(Problem::internal)?;
    let table = tables.into_iter().find(|table| table.league.id == league.id);
    let groups = table.map(|table| table.groups).unwrap_or_default();
    Ok(Ok(Tables { groups, as_of: fetched.as_of }))
}
