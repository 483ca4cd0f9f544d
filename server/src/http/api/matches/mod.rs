//! Matches: many, one, and how one came to be what it is.

pub mod changes;
mod filter;
pub mod list;
pub mod one;

use crate::{
    app::AppState,
    http::{Problem, api::leagues, query},
    store::{CachedMatch, matches::MatchKey},
};
use entity::model::{MatchId, Sport};
use std::sync::Arc;

/// The match of a path, from the match cache and else from the database.
async fn find(
    app: &AppState,
    sport: &str,
    league: &str,
    id: &str,
) -> Result<Arc<CachedMatch>, Problem> {
    let sport: Sport = query::sport(sport)?;
    let key: MatchKey = (sport, MatchId(id.to_owned()));
    // One in the match cache says both names of its league; no slug is all digits.
    if let Some(entry) = app.match_cache.get(&key)
        && [entry.doc().league.slug.0.as_str(), &entry.doc().league.id.0].contains(&league)
    {
        return Ok(entry);
    }
    let league = leagues::find(app, sport, league)?;
    let entry = app.reader.get(&key).await?.filter(|entry| entry.doc().league.id == league.id);
    entry.ok_or_else(|| {
        let id: String = id.chars().take(80).collect();
        Problem::not_found(format!("there is no match “{id}” in {}", league.name))
    })
}
