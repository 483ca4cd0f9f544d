//! `GET …/matches/{match}/changes`

use super::find;
use crate::{
    app::AppState,
    http::{
        MatchesRead, Problem, Requires, cursor,
        path::Path,
        query::Params,
        response::{IfNoneMatch, JsonResponse},
    },
};
use axum::{extract::State, response::Response};
use entity::model::{Change, Sport};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of changes.
#[derive(Serialize, ToSchema)]
struct ChangeList {
    /// The page, oldest first.
    data: Vec<Change>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// Changes of one match after the version `after`, oldest first.
#[utoipa::path(
    get, path = "/api/v1/sports/{sport}/leagues/{league}/matches/{id}/changes", tag = "Matches", operation_id = "match_changes",
    params(
        ("sport" = Sport, Path, description = "The sport", example = "football"),
        ("league" = String, Path, description = "The league's slug or upstream number", example = "spain-national-cup"),
        ("id" = String, Path, description = "The match's number", example = "277806500"),
        ("after" = Option<u64>, Query, description = "Changes after this version; all unless said otherwise", minimum = 0, example = 0),
        ("limit" = Option<u32>, Query, description = "Most rows of a page; 100 unless said otherwise", minimum = 1, maximum = 500, example = 5),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "A page of changes, oldest first", body = ChangeList, headers(("X-Data-As-Of"), ("X-Position")))),
)]
pub async fn changes(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    Path((sport, league, id)): Path<(String, String, String)>,
    mut query: Params,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let limit: u64 = query.number("limit", 100, (1, 500));
    let mut after: u64 = query.number("after", 0, (0, u64::MAX));
    if let Some(text) = query.text("cursor") {
        match cursor::open(text, 1).map(|parts| parts[0].parse()) {
            Ok(Ok(version)) => after = version,
            Ok(Err(_)) => query.fault(cursor::malformed()),
            Err(error) => query.fault(error),
        }
    }
    query.check()?;
    let position = app.position();
    let entry = find(&app, &sport, &league, &id).await?;
    let key = (entry.doc().sport, entry.doc().id.clone());
    let mut data = app.matches.changes(&key, after, limit + 1).await?;
    let more = data.len() as u64 > limit;
    data.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next_cursor =
        data.last().filter(|_| more).map(|last| cursor::seal(&[&last.version.to_string()]));
    let page = ChangeList { data, next_cursor };
    Ok(JsonResponse::by_name(&page, Some(entry.as_of()), 1).at(position).to(&known))
}
