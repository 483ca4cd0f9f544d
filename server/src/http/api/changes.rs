//! `GET /changes?channel=&after=`

use crate::{
    app::AppState,
    http::{
        MatchesRead, Problem, Requires,
        api::last_confirmed,
        query::Params,
        response::{IfNoneMatch, JsonResponse},
    },
    realtime,
};
use axum::{extract::State, response::Response};
use entity::model::{Change, Channel, Position, Seq};
use live::Stretch;
use utoipa::ToSchema;

/// What was told on a channel.
#[derive(ToSchema)]
#[expect(dead_code, reason = "messages are bytes already, which are strung together")]
struct ChannelChanges {
    /// Changes as sockets carry them, oldest first.
    data: Vec<Change>,
    /// Give it as `after` for what comes then.
    #[schema(pattern = "^.+:[0-9]+-0$")]
    next: String,
}

/// What was told on a channel after a position, oldest first: for those who cannot listen.
///
/// Begin at the `X-Position` of a list or a match and go on from `next`, and nothing is missed. As many
/// rows as `limit` mean that there may be more at once. Without `after` nothing is told but where to
/// begin. Where the log no longer reaches back the answer is 410: take a list, and go on from its
/// `X-Position`.
#[utoipa::path(
    get, path = "/api/v1/changes", tag = "Realtime", operation_id = "changes",
    params(
        ("channel" = String, Query, description = "A channel, as sockets have it", example = "sports.football"),
        ("after" = Option<String>, Query, description = "Changes after this position: the `X-Position` of a list, or the `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "Most rows of a page; 100 unless said otherwise", minimum = 1, maximum = 500, example = 5),
    ),
    responses(
        (status = 200, description = "Changes, oldest first, and where to go on", body = ChannelChanges, headers(("X-Data-As-Of"), ("X-Position"))),
        (status = 410, description = "The log does not reach back to this position", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn list(
    _: Requires<MatchesRead>,
    State(app): State<AppState>,
    mut query: Params,
    known: IfNoneMatch,
) -> Result<Response, Problem> {
    let limit = query.number("limit", 100, (1, 500));
    let channel = query.read("channel", |text| channel(&app, text));
    let after = query.read("after", position);
    query.check()?;
    let channel = channel.ok_or_else(|| {
        Problem::bad_field("channel", "name a channel, such as sports or sports.football")
    })?;
    let as_of = last_confirmed(&app, channel.sport());
    let after = after.unwrap_or_else(|| app.position());
    let told = realtime::changes(&app.hub, &app.log, &channel.to_string(), &after, limit).await?;
    let Stretch { messages, next } = told.ok_or_else(Problem::position_gone)?;
    let next = Position { seq: Seq(next), ..after };
    let rows = messages.iter().map(|message| &message.data[..]);
    let answer = JsonResponse::list(rows, ("next", Some(&next.to_string())), as_of, 1);
    Ok(answer.at(next).to(&known))
}

/// A channel that a socket could listen to.
fn channel(app: &AppState, text: &str) -> Result<Channel, String> {
    app.hub.admit(text)?;
    text.parse().map_err(|error: entity::model::ChannelError| error.to_string())
}

fn position(text: &str) -> Result<Position, String> {
    text.parse().map_err(|_| {
        "after is a position such as a1b2c3d4:1761-0: the X-Position of a list, or next".to_owned()
    })
}
