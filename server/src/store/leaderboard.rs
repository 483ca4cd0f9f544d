//! Rankings: who stands where, by a number.
//!
//! In process a ranking is a [`BTreeMap`] ordered best first; at scale it is a sorted set in Redis,
//! one a board. Both pass the same tests.

use async_trait::async_trait;
use entity::model::Instant;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, RwLock},
};
use upstream::football::Leader;

/// Rankings held in this process at most; the oldest goes first.
const MOST_BOARDS: usize = 2_000;

/// A ranking as it was at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// The upstream's answer it was made of.
    pub as_of: Instant,
    /// Best first; those who are level share a rank.
    pub rows: Vec<Leader>,
}

/// The rankings cannot be read or written now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unavailable(pub String);

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the rankings cannot be reached: {}", self.0)
    }
}

impl std::error::Error for Unavailable {}

/// Where rankings are kept, each under a name such as `football/4/2024/goals`.
#[async_trait]
pub trait Leaderboards: Send + Sync {
    /// Put a whole ranking in place of the one before.
    async fn replace(
        &self,
        board: &str,
        as_of: Instant,
        rows: &[Leader],
    ) -> Result<(), Unavailable>;
    /// The first `limit` rows; `None` where there is no such ranking.
    async fn top(&self, board: &str, limit: usize) -> Result<Option<Ranking>, Unavailable>;
}

/// Give ranks to rows that are in order: `1, 2, 2, 4`.
pub(super) fn ranked(rows: &mut [Leader]) {
    let mut before: Option<(i64, u32)> = None;
    for (i, row) in rows.iter_mut().enumerate() {
        let place = u32::try_from(i + 1).unwrap_or(u32::MAX);
        row.rank = before.filter(|(value, _)| *value == row.value).map_or(place, |(_, rank)| rank);
        before = Some((row.value, row.rank));
    }
}

/// Best value first, then in the upstream's order.
type Order = (Reverse<i64>, u32);

#[derive(Clone, Debug)]
struct Board {
    as_of: Instant,
    rows: BTreeMap<Order, Leader>,
}

/// The rankings of one process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct InProcess {
    boards: Arc<RwLock<HashMap<String, Board>>>,
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
        if boards.len() >= MOST_BOARDS
            && !boards.contains_key(board)
            && let Some(oldest) = boards.iter().min_by_key(|(_, b)| b.as_of).map(|(k, _)| k.clone())
        {
            boards.remove(&oldest);
        }
        boards.insert(board.to_owned(), Board { as_of, rows });
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
pub(super) mod tests {
    use super::*;

    fn leader(rank: u32, id: &str, value: i64) -> Leader {
        Leader {
            rank,
            player_id: id.to_owned(),
            player_name: format!("Player {id}"),
            player_photo: None,
            team_id: None,
            team_name: None,
            team_logo: None,
            value,
        }
    }

    /// What every store of rankings must do.
    pub(in crate::store) async fn suite(boards: &dyn Leaderboards) {
        assert_eq!(boards.top("football/4/2024/goals", 5).await, Ok(None));
        let at: Instant = "2026-11-23T12:00:00Z".parse().expect("is an instant");
        let rows = [leader(1, "9", 3), leader(2, "10", 7), leader(3, "11", 7), leader(4, "12", 1)];
        boards.replace("football/4/2024/goals", at, &rows).await.expect("writes");
        let top = boards.top("football/4/2024/goals", 3).await.expect("reads").expect("is there");
        let told: Vec<_> = top.rows.iter().map(|r| (r.rank, r.player_id.as_str())).collect();
        assert_eq!(told, [(1, "10"), (1, "11"), (3, "9")]);
        assert_eq!(top.as_of, at);
        let later = at + chrono::TimeDelta::hours(1);
        boards.replace("football/4/2024/goals", later, &rows[..1]).await.expect("writes");
        let top = boards.top("football/4/2024/goals", 9).await.expect("reads").expect("is there");
        assert_eq!((top.rows.len(), top.as_of), (1, later), "the old ranking is gone");
        boards.replace("football/4/2024/goals", later, &[]).await.expect("writes");
        let top = boards.top("football/4/2024/goals", 9).await.expect("reads").expect("is there");
        assert!(top.rows.is_empty(), "an empty ranking is a ranking");
    }

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
