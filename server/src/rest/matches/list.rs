//! `GET /matches` and `GET /sports/{sport}/leagues/{league}/matches`

use super::filter;
use crate::{
    rest::{
        MatchesRead, Problem, Requires, answer::Answer, cursor, leagues, params, params::Params,
    },
    service::App,
    store::{Entry, board::Body, matches::Selection},
};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use entity::model::{Freshness, Instant};
use std::sync::Arc;

/// Matches across leagues.
pub async fn all(
    _: Requires<MatchesRead>,
    State(app): State<App>,
    mut query: Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (selection, limit) = filter::read(&app, &mut query)?;
    Ok(page(&app, &selection, limit).await?.to(&headers))
}

/// Matches of one league.
pub async fn of_league(
    _: Requires<MatchesRead>,
    State(app): State<App>,
    Path((sport, league)): Path<(String, String)>,
    mut query: Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let league = leagues::find(&app, params::sport(&sport)?, &league)?;
    let (mut selection, limit) = filter::read(&app, &mut query)?;
    selection.sport = Some(league.sport);
    selection.league = Some(league.id.clone());
    Ok(page(&app, &selection, limit).await?.to(&headers))
}

async fn page(app: &App, selection: &Selection, limit: usize) -> Result<Answer, Problem> {
    let now = app.clock.now();
    let mut found: Vec<Arc<Entry>> = app.select(selection, limit + 1).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| cursor::after(last.doc()));
    let bodies: Vec<Body> = found.iter().map(|entry| entry.body(now)).collect();
    let as_of = oldest(&bodies);
    Ok(Answer::page(bodies.iter().map(|body| &body.json[..]), next.as_deref(), as_of, 1))
}

/// All that may still change is at least this current.
fn oldest(bodies: &[Body]) -> Option<Instant> {
    let open =
        bodies.iter().filter(|body| body.freshness != Freshness::Final).map(|b| b.as_of).min();
    open.or_else(|| bodies.iter().map(|body| body.as_of).max())
}
