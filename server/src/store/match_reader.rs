//! Reading matches, for pages and REST alike: what is about these days from memory, all else from the
//! database.

use super::{
    CachedMatch, MatchCache,
    matches::{MatchKey, Matches, Selection},
};
use crate::clock::Clock;
use chrono::{Days, NaiveTime};
use entity::model::{Match, Phase};
use sea_orm::DbErr;
use std::sync::Arc;

/// Reads matches. Cheap to clone.
#[derive(Clone)]
pub struct MatchReader {
    match_cache: MatchCache,
    matches: Matches,
    clock: Clock,
}

impl MatchReader {
    /// A reader of these.
    pub fn new(match_cache: MatchCache, matches: Matches, clock: Clock) -> Self {
        Self { match_cache, matches, clock }
    }

    /// One match, from the match cache and else from the database; it is in the match cache afterwards.
    pub async fn get(&self, key: &MatchKey) -> Result<Option<Arc<CachedMatch>>, DbErr> {
        if let Some(entry) = self.match_cache.get(key) {
            return Ok(Some(entry));
        }
        if let Some(doc) = Box::pin(self.matches.one(key)).await? {
            self.match_cache.put(Arc::new(doc));
        }
        Ok(self.match_cache.get(key))
    }

    /// The first `limit` matches of a selection, in the order of lists.
    pub async fn list(
        &self,
        selection: &Selection,
        limit: usize,
    ) -> Result<Vec<Arc<CachedMatch>>, DbErr> {
        if self.on_board(selection) {
            let mut found = self.match_cache.select(|m| selection.admits(m));
            found.truncate(limit);
            return Ok(found);
        }
        let docs = self.matches.list(selection, limit as u64).await?;
        Ok(docs.into_iter().map(|doc| self.entry(doc)).collect())
    }

    /// The match cache's entry of a match read from the database, which may be behind.
    fn entry(&self, doc: Match) -> Arc<CachedMatch> {
        let key = (doc.sport, doc.id.clone());
        self.match_cache.get(&key).unwrap_or_else(|| Arc::new(CachedMatch::new(Arc::new(doc))))
    }

    /// Whether every match the selection can admit stands in the match cache.
    fn on_board(&self, selection: &Selection) -> bool {
        let today = self.clock.now().date_naive().and_time(NaiveTime::MIN).and_utc();
        let near = selection.from.is_some_and(|from| from >= today - Days::new(1))
            && selection.to.is_some_and(|to| to <= today + Days::new(2));
        let in_play = !selection.phases.is_empty()
            && selection.phases.iter().all(|phase: &Phase| phase.in_play());
        near || in_play
    }
}
