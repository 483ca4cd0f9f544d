//! Matches and their changes, written together.

use super::{IngestError, diff, pipeline::Ingest};
use crate::store::log::LogCursor;
use entity::model::{Change, Instant, Match, MatchId, Seq, Sport};
use std::sync::Arc;

/// A new state of a match that is to become its next version.
pub(super) struct Accepted {
    /// What stands now; `None` at first sight.
    pub(super) old: Option<Arc<Match>>,
    /// What is to stand.
    pub(super) new: Match,
}

/// What was written.
pub(super) struct Committed {
    /// The matches, each in its new version.
    pub(super) docs: Vec<Match>,
    /// What made them, in the order of the log.
    pub(super) changes: Vec<(Sport, Change)>,
    /// How far everything has come with it.
    pub(super) cursor: LogCursor,
}

impl Ingest {
    /// Give versions and positions, and write everything or nothing.
    ///
    /// First sight makes a match and no change: nobody is told of it.
    pub(super) async fn commit(
        &self,
        accepted: Vec<Accepted>,
        at: Instant,
        as_of: Instant,
    ) -> Result<Committed, IngestError> {
        let count = accepted.iter().filter(|one| one.old.is_some()).count() as u64;
        let transaction = self.database.begin().await?;
        let cursor = self.log.take(&transaction, count).await?;
        self.lease.check(&transaction).await?;
        let mut seq = cursor.head.0.saturating_sub(count);
        let mut docs = Vec::with_capacity(accepted.len());
        let mut changes = Vec::new();
        for Accepted { old, mut new } in accepted {
            new.updated_at = at;
            new.as_of = as_of;
            new.freshness =
                entity::model::Freshness::of(new.status.phase, (at - as_of).num_seconds());
            match old {
                None => new.seq = Seq(seq),
                Some(old) => {
                    seq += 1;
                    new.seq = Seq(seq);
                    new.version = old.version + 1;
                    changes.push((new.sport, self.change(&old, &new)));
                }
            }
            docs.push(new);
        }
        self.matches.write(&transaction, &docs, &changes, cursor.turn).await?;
        transaction.commit().await?;
        super::pipeline::pause_for_a_crash(&changes).await;
        Ok(Committed { docs, changes, cursor })
    }

    /// Write that an answer of `as_of` said the same of these matches as is known.
    pub(super) async fn commit_agreed(
        &self,
        sport: Sport,
        agreed: &[MatchId],
        as_of: Instant,
    ) -> Result<LogCursor, IngestError> {
        let transaction = self.database.begin().await?;
        let cursor = self.log.take(&transaction, 0).await?;
        self.lease.check(&transaction).await?;
        self.matches.confirm(&transaction, sport, agreed, as_of, cursor.turn).await?;
        transaction.commit().await?;
        Ok(cursor)
    }

    fn change(&self, old: &Match, new: &Match) -> Change {
        Change {
            match_id: new.id.clone(),
            channel: new.channel.clone(),
            version: new.version,
            seq: new.seq,
            epoch: self.log.epoch().clone(),
            at: new.updated_at,
            changes: diff::items(old, new),
            patch: diff::patch(old, new),
        }
    }
}
