//! The ranking of a season's players.

use crate::{
    app::AppState,
    gateway::{Fault, Fetched, Payer, Policy, leaderboard::Ranking},
    http::Problem,
    store::leagues::KnownLeague,
};
use upstream::{
    client::Query,
    football::{self, Metric},
};

/// The vendor renews rankings several times a week.
pub const EVERY: i64 = 6 * 3_600;

/// Read the first `limit` players of a league's season; a [`Fault`] where the upstream does not tell
/// them.
pub async fn read(
    app: &AppState,
    league: &KnownLeague,
    season: &str,
    metric: Metric,
    limit: usize,
    payer: &dyn Payer,
) -> Result<Result<Ranking, Fault>, Problem> {
    let question = Query::new(metric.endpoint()).with("league", &league.id).with("season", season);
    let fetched = match app.fetcher.get(league.sport, &question, Policy::kept(EVERY), payer).await {
        Ok(fetched) => fetched,
        Err(fault) => return Ok(Err(fault)),
    };
    let board = format!("{}/{}/{season}/{}", league.sport, league.id, metric.slug());
    ranking(app, &board, &fetched, limit).await.map(Ok)
}

/// The ranking made of an answer, put on its board the first time the answer is seen.
async fn ranking(
    app: &AppState,
    board: &str,
    fetched: &Fetched,
    limit: usize,
) -> Result<Ranking, Problem> {
    let boards = &app.leaderboards;
    let found = boards.top(board, limit).await.map_err(Problem::internal)?;
    if let Some(ranking) = found.filter(|ranking| ranking.as_of >= fetched.as_of) {
        return Ok(ranking);
    }
    let leaders = football::leaders(&fetched.answer).map_err(Problem::internal)?;
    boards.replace(board, fetched.as_of, &leaders.rows).await.map_err(Problem::internal)?;
    let ranking = boards.top(board, limit).await.map_err(Problem::internal)?;
    Ok(ranking.unwrap_or(Ranking { as_of: fetched.as_of, rows: leaders.rows }))
}
