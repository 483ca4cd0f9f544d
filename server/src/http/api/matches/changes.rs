//! `GET …/matches/{match}/changes`

use super::find;
use crate::{
    app::AppState,
    http::{
        MatchesRead, Problem, Requires, cursor,
        docs::schema,
        path::Path,
        query::Params,
        response::{Answer, Known},
    },
};
use axum::{extract::State, response::Response};
use serde_json::json;

/// Changes of one match after the version `after`, oldest first.
#[utoipa::path(
    get, path = "/sports/{sport}/leagues/{league}/matches/{id}/changes", tag = "Matches", operation_id = "match_changes",
    params(
        ("sport" = schema::Sport, Path, description = "The sport", example = "football"),
        ("league" = String, Path, description = "The league's slug or upstream number", example = "spain-national-cup"),
        ("id" = String, Path, description = "The match's number", example = "277806500"),
        ("after" = Option<u64>, Query, description = "Changes after this version; all unless said otherwise", minimum = 0, example = 0),
        ("limit" = Option<u32>, Query, description = "Most rows of a page; 100 unless said otherwise", minimum = 1, maximum = 500, example = 5),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "A page of changes, oldest first", body = schema::ChangeList)),
)]
pub async fn changes(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    Path((sport, league, id)): Path<(String, String, String)>,
    mut query: Params,
    known: Known,
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
    let mut changes = app.matches.changes(&key, after, limit + 1).await?;
    let more = changes.len() as u64 > limit;
    changes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next =
        changes.last().filter(|_| more).map(|last| cursor::seal(&[&last.version.to_string()]));
    Ok(Answer::of(&json!({ "data": changes, "next_cursor": next }), Some(entry.as_of()), 1)
        .at(position)
        .to(&known))
}
