//! The ranking of a season's players.

use super::{
    Fetched, Fetcher, Payer, Policy, ReadError,
    leaderboard::{Leaderboards, Ranking},
};
use crate::store::leagues::KnownLeague;
use upstream::{
    client::Query,
    football::{self, Metric},
};

/// The vendor renews rankings several times a week.
pub const EVERY: i64 = 6 * 3_600;

/// Which ranking is read, and how much of it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Of this league.
    pub league: &'a KnownLeague,
    /// Of this season of it.
    pub season: &'a str,
    /// By this number.
    pub metric: Metric,
    /// The first so many players.
    pub limit: usize,
}

/// Read a ranking.
pub async fn read(
    fetcher: &Fetcher,
    boards: &dyn Leaderboards,
    wanted: Wanted<'_>,
    payer: &dyn Payer,
) -> Result<Ranking, ReadError> {
    let Wanted { league, season, metric, limit } = wanted;
    let question = Query::new(metric.endpoint()).with("league", &league.id).with("season", season);
    let fetched = fetcher.get(league.sport, &question, Policy::kept(EVERY), payer).await?;
    let board = format!("{}/{}/{season}/{}", league.sport, league.id, metric.slug());
    ranking(boards, &board, &fetched, limit).await
}

/// The ranking made of an answer, put on its board the first time the answer is seen.
async fn ranking(
    boards: &dyn Leaderboards,
    board: &str,
    fetched: &Fetched,
    limit: usize,
) -> Result<Ranking, ReadError> {
    let found = boards.top(board, limit).await?;
    if let Some(ranking) = found.filter(|ranking| ranking.as_of >= fetched.as_of) {
        return Ok(ranking);
    }
    let leaders = football::leaders(&fetched.answer)?;
    boards.replace(board, fetched.as_of, &leaders.rows).await?;
    let ranking = boards.top(board, limit).await?;
    Ok(ranking.unwrap_or(Ranking { as_of: fetched.as_of, rows: leaders.rows }))
}
