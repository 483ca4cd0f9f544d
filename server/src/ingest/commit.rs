//! Matches and their changes, written together.

use super::{diff, take::Ingest};
use entity::model::{Change, Instant, Match, Seq, Sport};
use sea_orm::DbErr;
use std::sync::Arc;

/// A new state of a match that is to become its next version.
pub(super) struct Accepted {
    /// What stands now; `None` at first sight.
    pub(super) old: Option<Arc<Match>>,
    /// What is to stand.
    pub(super) new: Match,
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
    ) -> Result<(Vec<Match>, Vec<(Sport, Change)>), DbErr> {
        let count = accepted.iter().filter(|one| one.old.is_some()).count() as u64;
        let transaction = self.database.begin().await?;
        let Seq(mut seq) = self.log.take(&transaction, count).await?;
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
        self.matches.write(&transaction, &docs, &changes).await?;
        transaction.commit().await?;
        super::take::pause_for_a_crash(&changes).await;
        Ok((docs, changes))
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
