//! The tables of a season as the upstream tells them.

use super::{Fetcher, Payer, Policy, ReadError};
use crate::store::leagues::KnownLeague;
use entity::model::Instant;
use upstream::{
    client::Query,
    football::{self, Group},
};

/// The vendor renews tables every hour.
pub const EVERY: i64 = 3_600;

/// The tables, and when the upstream told them.
#[derive(Debug)]
pub struct Tables {
    /// One for most leagues; none where the upstream has no table.
    pub groups: Vec<Group>,
    /// By the service's clock.
    pub as_of: Instant,
}

/// Read the tables of a league's season.
pub async fn read(
    fetcher: &Fetcher,
    league: &KnownLeague,
    season: &str,
    payer: &dyn Payer,
) -> Result<Tables, ReadError> {
    let question = Query::new("standings").with("league", &league.id).with("season", season);
    let fetched = fetcher.get(league.sport, &question, Policy::kept(EVERY), payer).await?;
    let tables = football::standings(&fetched.answer)?;
    let table = tables.into_iter().find(|table| table.league.id == league.id);
    let groups = table.map(|table| table.groups).unwrap_or_default();
    Ok(Tables { groups, as_of: fetched.as_of })
}
