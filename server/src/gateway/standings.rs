//! The tables of a season as the upstream tells them.

use super::{Fetcher, Payer, Policy, ReadError};
use crate::store::leagues::KnownLeague;
use entity::model::{Instant, LeagueId, Sport};
use upstream::{
    adapter::Group,
    sport::{ask, read},
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

/// Whether the sport has tables at all.
pub fn has_any(sport: Sport) -> bool {
    !ask::standings(sport, &LeagueId(String::new()), "").is_empty()
}

/// Read the tables of a league's season, which may be told by several answers: the age is that of
/// the oldest.
pub async fn read(
    fetcher: &Fetcher,
    league: &KnownLeague,
    season: &str,
    payer: &dyn Payer,
) -> Result<Tables, ReadError> {
    let mut tables = Tables { groups: Vec::new(), as_of: Instant::MAX_UTC };
    for question in ask::standings(league.sport, &league.id, season) {
        let fetched = fetcher.get(league.sport, &question, Policy::kept(EVERY), payer).await?;
        let told = read::standings(league.sport, &fetched.answer, &league.id)?;
        let ours = told.into_iter().filter(|table| table.league.id == league.id);
        tables.groups.extend(ours.flat_map(|table| table.groups));
        tables.as_of = tables.as_of.min(fetched.as_of);
    }
    Ok(tables)
}
