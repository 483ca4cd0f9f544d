//! `GET /sports/{sport}/leagues/{league}`

use super::{LeagueOut, find};
use crate::{
    rest::{MatchesRead, Problem, Requires, answer::Answer, params},
    service::App,
};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};

/// One league, by slug or upstream number.
pub async fn one(
    _: Requires<MatchesRead>,
    State(app): State<App>,
    Path((sport, league)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let league = find(&app, params::sport(&sport)?, &league)?;
    Ok(Answer::of(&LeagueOut::from(&*league), None, 60).to(&headers))
}
