//! Rankings: who stands where, by a number.
//!
//! In process a ranking is a [`BTreeMap`](std::collections::BTreeMap) ordered best first; with Redis
//! it is a sorted set, one a board, that all processes share. Both pass the same tests.

mod in_process;
mod in_redis;

pub use in_process::InProcess;
pub use in_redis::InRedis;

use async_trait::async_trait;
use entity::model::Instant;
use upstream::adapter::Leader;

/// A ranking as it was at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// The upstream's answer it was made of.
    pub as_of: Instant,
    /// Best first; those who are level share a rank.
    pub rows: Vec<Leader>,
}

/// The rankings cannot be read or written now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rankings cannot be reached: {0}")]
pub struct Unavailable(pub String);

/// Where rankings are kept, each under a name such as `football/4/2024/goals`.
#[async_trait]
pub trait Leaderboards: Send + Sync {
    /// Put a whole ranking in place of the one before, unless that one is newer.
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

#[cfg(test)]
pub(in crate::gateway) mod tests {
    use super::*;

    pub(in crate::gateway) fn leader(rank: u32, id: &str, value: i64) -> Leader {
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
    pub(in crate::gateway) async fn suite(boards: &dyn Leaderboards) {
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
        boards.replace("football/4/2024/goals", at, &rows).await.expect("writes");
        let top = boards.top("football/4/2024/goals", 9).await.expect("reads").expect("is there");
        assert_eq!(top.as_of, later, "an older ranking takes no newer one's place");
        boards.replace("football/4/2024/goals", later, &[]).await.expect("writes");
        let top = boards.top("football/4/2024/goals", 9).await.expect("reads").expect("is there");
        assert!(top.rows.is_empty(), "an empty ranking is a ranking");
    }
}
