//! Rankings in this process.

use super::{Leaderboards, Ranking, Unavailable, ranked};
use async_trait::async_trait;
use entity::model::Instant;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::{Arc, RwLock},
};
use upstream::adapter::Leader;

/// Rankings held in this process at most; the oldest goes first.
const MOST_BOARDS: usize = 2_000;

/// Best value first, then in the upstream's order.
type Order = (Reverse<i64>, u32);

#[derive(Clone, Debug)]
struct RankedSet {
    as_of: Instant,
    rows: BTreeMap<Order, Leader>,
}

/// The rankings of one process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct InProcess {
    boards: Arc<RwLock<HashMap<String, RankedSet>>>,
}

#[async_trait]
impl Leaderboards for InProcess {
    async fn replace(
        &self,
        board: &str,
        as_of: Instant,
        rows: &[Leader],
    ) -> Result<(), Unavailable> {
        let rows = rows.iter().map(|row| ((Reverse(row.value), row.rank), row.clone())).collect();
        let mut boards = self.boards.write().expect("no holder of this lock panics");
        if boards.get(board).is_some_and(|before| before.as_of > as_of) {
            return Ok(());
        }
        if boards.len() >= MOST_BOARDS
            && !boards.contains_key(board)
            && let Some(oldest) = boards.iter().min_by_key(|(_, b)| b.as_of).map(|(k, _)| k.clone())
        {
            boards.remove(&oldest);
        }
        boards.insert(board.to_owned(), RankedSet { as_of, rows });
        Ok(())
    }

    async fn top(&self, board: &str, limit: usize) -> Result<Option<Ranking>, Unavailable> {
        let boards = self.boards.read().expect("no holder of this lock panics");
        Ok(boards.get(board).map(|board| {
            let mut rows: Vec<Leader> = board.rows.values().take(limit).cloned().collect();
            ranked(&mut rows);
            Ranking { as_of: board.as_of, rows }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::leaderboard::tests::suite;

    #[tokio::test]
    async fn rankings_in_process_are_ordered_and_replaced_whole() {
        suite(&InProcess::default()).await;
    }

    #[tokio::test]
    async fn the_oldest_ranking_makes_room() {
        let boards = InProcess::default();
        for n in 0..=MOST_BOARDS {
            let at = entity::table::instant(i64::try_from(n).expect("is small"));
            boards.replace(&n.to_string(), at, &[]).await.expect("writes");
        }
        assert_eq!(boards.top("0", 1).await, Ok(None));
        assert!(boards.top("1", 1).await.expect("reads").is_some());
    }
}
