//! What a league's page asks of the upstream while it is made: the table and who scored most.

use crate::{
    app::AppState,
    gateway::{
        Payer, ReadError,
        leaderboard::Ranking,
        leaders::{self, Wanted},
        season, standings,
    },
    store::leagues::KnownLeague,
};
use app::port::{Dated, Scorer, TableGroup, TableRow};
use std::time::Duration;
use tokio::time::timeout;
use upstream::{
    adapter::{Group, Leader, StandingRow},
    sport::ask,
};

/// The longest that a page waits. What comes later is kept for the next one.
const READ_TIMEOUT: Duration = Duration::from_secs(1);
/// Players of the ranking.
const SCORERS: usize = 10;

/// Both, each where it can be had in time.
pub(super) async fn load_tables(
    app: &AppState,
    league: &KnownLeague,
) -> (Option<Dated<TableGroup>>, Option<Dated<Scorer>>) {
    let Some(season) = season::current(league) else { return (None, None) };
    let payer = app.misses.pages();
    let (tables, ranking) = tokio::join!(
        timeout(READ_TIMEOUT, standings::read(&app.fetcher, league, season, &payer)),
        timeout(READ_TIMEOUT, scorers(app, league, season, &payer)),
    );
    let tables = tables.ok().and_then(ok_or_log).filter(|_| standings::has_any(league.sport));
    let tables = tables.map(|tables| Dated {
        rows: tables.groups.into_iter().map(group).collect(),
        as_of: tables.as_of,
    });
    let scorers = ranking.ok().flatten().and_then(ok_or_log).map(|ranking| Dated {
        rows: ranking.rows.into_iter().map(scorer).collect(),
        as_of: ranking.as_of,
    });
    (tables, scorers)
}

/// The ranking by the first number that the sport has; `None` where it has none.
async fn scorers(
    app: &AppState,
    league: &KnownLeague,
    season: &str,
    payer: &dyn Payer,
) -> Option<Result<Ranking, ReadError>> {
    let metric = ask::metrics(league.sport).first()?;
    let wanted = Wanted { league, season, metric, limit: SCORERS };
    Some(leaders::read(&app.fetcher, &*app.leaderboards, wanted, payer).await)
}

/// What was read. A fault is the upstream's and was logged there; anything else is ours.
fn ok_or_log<T>(read: Result<T, ReadError>) -> Option<T> {
    match read {
        Ok(told) => Some(told),
        Err(ReadError::Fault(_)) => None,
        Err(error @ (ReadError::Decode(_) | ReadError::Rankings(_))) => {
            tracing::error!(%error, "a league's page could not read what the upstream told");
            None
        }
    }
}

fn group(group: Group) -> TableGroup {
    TableGroup { name: group.name, rows: group.rows.into_iter().map(row).collect() }
}

fn row(row: StandingRow) -> TableRow {
    TableRow {
        rank: row.rank,
        team: row.team_name,
        played: row.played,
        results: [row.win, row.draw, row.lose],
        goals: [row.goals_for, row.goals_against],
        difference: row.goals_diff,
        points: row.points,
        form: row.form,
        leads_to: row.description,
        overtime: row.win_overtime.zip(row.lose_overtime).map(|(won, lost)| [won, lost]),
        // Told to a tenth, so that nothing is lost.
        per_mille: row.percent.map(|percent| (percent * 10.0).round() as u32),
        behind: row.games_behind,
        streak: row.streak,
        member_of: row.member_of,
    }
}

fn scorer(leader: Leader) -> Scorer {
    Scorer {
        rank: leader.rank,
        player: leader.player_name,
        team: leader.team_name,
        goals: leader.value,
    }
}
