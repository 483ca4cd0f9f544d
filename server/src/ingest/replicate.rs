//! What other processes took in, shown and announced here.
//!
//! Every transaction that takes something in takes a turn of the log's head, under the lock that
//! orders everything. A process that stands at the last turn has nothing to read; any other reads
//! the matches written since and then the changes since, so that the match cache shows a version before it
//! is announced. No clock is involved, and reading something twice does no harm.

use super::pipeline::{Ingest, IngestState};
use crate::store::{log::LogCursor, matches::Selection};
use entity::model::{MatchId, Sport};
use sea_orm::DbErr;
use std::{collections::HashMap, sync::Arc};

/// Changes read at once.
const CHANGES: u64 = 500;
/// Matches read at once.
const MATCHES: usize = 200;

impl Ingest {
    /// Show and announce what was taken in elsewhere since the last look. Whether there was anything.
    pub async fn replicate(&self) -> Result<bool, DbErr> {
        let to = self.log.cursor().await?;
        let mut state = self.state.lock().await;
        // While waiting for the doorway this process may have come as far itself.
        let behind = state.cursor.turn < to.turn;
        if behind {
            self.catch_up(&mut state, to).await?;
        }
        Ok(behind)
    }

    /// Show and announce everything up to `to`, whoever took it in.
    pub(super) async fn catch_up(
        &self,
        state: &mut IngestState,
        to: LogCursor,
    ) -> Result<(), DbErr> {
        if state.cursor.leagues != to.leagues {
            self.leagues.reload().await?;
        }
        self.show_since(state.cursor.turn).await?;
        loop {
            let read = self.log.between(state.cursor.head, to.head, CHANGES).await?;
            let Some(last) = read.last else { break };
            for change in &read.changes {
                self.announcer.announce(change).await;
            }
            // Also past changes that this build cannot read.
            state.cursor.head = last;
        }
        state.cursor = to;
        Ok(())
    }

    /// Bring the match cache up to the matches written after a turn.
    async fn show_since(&self, turn: u64) -> Result<(), DbErr> {
        let mut newer: HashMap<Sport, Vec<MatchId>> = HashMap::new();
        for (key, version, as_of) in self.matches.touched(turn).await? {
            match self.match_cache.get(&key) {
                Some(shown) if shown.doc().version >= version => {
                    self.match_cache.confirm(&key, as_of);
                }
                Some(_) | None => newer.entry(key.0).or_default().push(key.1),
            }
        }
        for (sport, ids) in newer {
            for ids in ids.chunks(MATCHES) {
                let selection =
                    Selection { sport: Some(sport), ids: ids.to_vec(), ..Selection::default() };
                let found = self.matches.read(&selection, ids.len() as u64).await?;
                for doc in found.docs {
                    self.match_cache.put(Arc::new(doc));
                }
                // What stood here is no longer what is stored.
                for (id, _) in found.unreadable {
                    self.match_cache.remove(&(sport, id));
                }
            }
        }
        Ok(())
    }
}
