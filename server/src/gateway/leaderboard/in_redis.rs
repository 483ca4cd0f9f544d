//! Rankings in Redis, one sorted set a board, for all processes together.

use super::{InProcess, Leaderboards, Ranking, Unavailable, ranked};
use crate::redis::{Connection, RedisUnavailable, Script, key, script};
use async_trait::async_trait;
use entity::model::Instant;
use entity::table::{instant, millis};
use std::{sync::Arc, time::Duration};
use upstream::adapter::Leader;

/// How long a ranking is kept that nobody makes anew. It can be made of the upstream's answer, which
/// the database keeps, so this only bounds how many there are.
const TTL: Duration = Duration::from_hours(48);

/// Each change and each read is one script call. What this process puts it also holds in memory,
/// and reads there while Redis is away.
pub struct InRedis {
    link: Connection,
    prefix: Arc<str>,
    put: Script,
    top: Script,
    memory: InProcess,
}

impl InRedis {
    /// Rankings behind `link`.
    pub fn new(link: Connection, prefix: Arc<str>) -> Self {
        let (put, top) = (script::board_put(), script::board_top());
        Self { link, prefix, put, top, memory: InProcess::default() }
    }

    /// `None` where Redis has no such ranking.
    async fn read(&self, board: &str, limit: usize) -> Result<Option<Ranking>, RedisUnavailable> {
        let mut call = self.top.prepare_invoke();
        call.key(key::board(&self.prefix, board))
            .key(key::board_rows(&self.prefix, board))
            .arg(limit);
        let said: Option<Vec<Vec<u8>>> =
            self.link.run(async move |mut on| call.invoke_async(&mut on).await).await?;
        Ok(said.and_then(|said| ranking(&said)))
    }
}

#[async_trait]
impl Leaderboards for InRedis {
    async fn replace(
        &self,
        board: &str,
        as_of: Instant,
        rows: &[Leader],
    ) -> Result<(), Unavailable> {
        self.memory.replace(board, as_of, rows).await?;
        let mut call = self.put.prepare_invoke();
        call.key(key::board(&self.prefix, board)).key(key::board_rows(&self.prefix, board));
        call.arg(millis(as_of)).arg(u64::try_from(TTL.as_millis()).unwrap_or(u64::MAX));
        for row in rows {
            let json = serde_json::to_vec(row).map_err(|error| Unavailable(error.to_string()))?;
            // Sets order equal scores by their members: the upstream's order, as text.
            let member = format!("{:010}:{}", row.rank, row.player_id);
            call.arg(row.value.saturating_neg()).arg(member).arg(json);
        }
        // Redis is away: memory has it, and the next answer brings it to Redis.
        let _: Result<i64, RedisUnavailable> =
            self.link.run(async move |mut on| call.invoke_async(&mut on).await).await;
        Ok(())
    }

    async fn top(&self, board: &str, limit: usize) -> Result<Option<Ranking>, Unavailable> {
        match self.read(board, limit).await {
            Ok(found) => Ok(found),
            Err(RedisUnavailable) => self.memory.top(board, limit).await,
        }
    }
}

/// What the script said; a ranking that is not ours to read is as if it were not there.
fn ranking(said: &[Vec<u8>]) -> Option<Ranking> {
    let (as_of, rows) = said.split_first()?;
    let as_of = instant(std::str::from_utf8(as_of).ok()?.parse().ok()?);
    let mut rows: Vec<Leader> =
        rows.iter().map(|row| serde_json::from_slice(row).ok()).collect::<Option<_>>()?;
    ranked(&mut rows);
    Some(Ranking { as_of, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gateway::leaderboard::tests::{leader, suite},
        redis::testing,
    };

    #[tokio::test]
    async fn rankings_in_redis_are_ordered_and_replaced_whole() {
        let Some((link, prefix)) = testing::link().await else { return };
        suite(&InRedis::new(link.clone(), prefix.clone())).await;
        testing::forget(&link, &prefix).await;
    }

    #[tokio::test]
    async fn what_one_process_puts_the_other_reads_and_it_ends_by_itself() {
        let Some((link, prefix)) = testing::link().await else { return };
        let (one, two) = (
            InRedis::new(link.clone(), prefix.clone()),
            InRedis::new(link.clone(), prefix.clone()),
        );
        let at = instant(1_790_000_000_000);
        // Negative and level values, and more rows than fit on a stack of Lua.
        let rows: Vec<Leader> =
            (1..=9_000).map(|n| leader(n, &n.to_string(), i64::from(n % 7) - 3)).collect();
        one.replace("b", at, &rows).await.expect("writes");
        let (here, there) = (InProcess::default(), two.top("b", 9_000).await);
        here.replace("b", at, &rows).await.expect("writes");
        assert_eq!(there, here.top("b", 9_000).await);
        for name in [key::board(&prefix, "b"), key::board_rows(&prefix, "b")] {
            let lives: i64 = link
                .run(async move |mut on| redis::cmd("PTTL").arg(name).query_async(&mut on).await)
                .await
                .expect("answers");
            assert!(lives > 0);
        }
        testing::forget(&link, &prefix).await;
    }

    #[tokio::test]
    async fn while_redis_is_away_memory_answers() {
        let nowhere = format!("redis://127.0.0.1:{}", testing::free_port());
        let boards = InRedis::new(testing::link_to(&nowhere).await, "t:".into());
        suite(&boards).await;
    }
}
