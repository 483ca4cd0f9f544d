//! The ranking of a season's players.

use super::{
    Fetcher, Payer, Policy, ReadError,
    leaderboard::{Leaderboards, Ranking},
};
use crate::store::leagues::KnownLeague;
use entity::model::{Instant, Sport};
use upstream::sport::{ask, read};

/// The vendor renews rankings several times a week.
pub const EVERY: i64 = 6 * 3_600;

/// Which ranking is read, and how much of it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub league: &'a KnownLeague,
    pub season: &'a str,
    /// By this number, one of the sport's.
    pub metric: &'static str,
    /// The first so many players.
    pub limit: usize,
}

/// The number of that name that a sport's athletes are ranked by.
pub fn metric(sport: Sport, name: &str) -> Option<&'static str> {
    ask::metrics(sport).iter().find(|metric| **metric == name).copied()
}

/// Read a ranking; an empty one where the sport has none by that number.
pub async fn read(
    fetcher: &Fetcher,
    boards: &dyn Leaderboards,
    wanted: Wanted<'_>,
    payer: &dyn Payer,
) -> Result<Ranking, ReadError> {
    let Wanted { league, season, metric, limit } = wanted;
    let Some(question) = ask::leaders(league.sport, metric, &league.id, season) else {
        return Ok(Ranking { as_of: Instant::default(), rows: Vec::new() });
    };
    let fetched = fetcher.get(league.sport, &question, Policy::kept(EVERY), payer).await?;
    let match_cache = format!("{}/{}/{season}/{metric}", league.sport, league.id);
    if let Some(ranking) =
        boards.top(&match_cache, limit).await?.filter(|it| it.as_of >= fetched.as_of)
    {
        return Ok(ranking);
    }
    // Put on its board the first time the answer is seen.
    let rows = read::leaders(league.sport, metric, &fetched.answer)?;
    boards.replace(&match_cache, fetched.as_of, &rows).await?;
    let ranking = boards.top(&match_cache, limit).await?;
    Ok(ranking.unwrap_or(Ranking { as_of: fetched.as_of, rows }))
}
