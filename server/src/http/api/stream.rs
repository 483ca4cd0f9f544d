//! `GET /stream?channels=a,b`: Server-Sent Events.

use crate::{
    app::AppState,
    http::{
        Problem,
        auth::StreamCaller,
        pusher::{ConnectionInfo, admit, socket::connection_info},
        query::Params,
    },
    limits::Access,
};
use axum::{
    extract::State,
    http::{Extensions, HeaderMap, header},
    response::Response,
};
use live::StreamRefusal;

/// The changes of some channels as they happen, resumed by `Last-Event-ID`.
///
/// A browser's `EventSource` sends no `Authorization`: it names a key by its public id in `key`, which
/// opens the stream on its owner's plan and gives nothing else.
#[utoipa::path(
    get, path = "/api/v1/stream", tag = "Realtime", operation_id = "stream",
    params(
        ("channels" = String, Query, description = "Channels with commas between, as many as the plan allows a socket", example = "sports.football"),
        ("key" = Option<String>, Query, description = "The public id of a key, for readers that cannot set `Authorization`"),
        ("last_event_id" = Option<String>, Query, description = "Where to go on, for readers that cannot set `Last-Event-ID`"),
        ("Last-Event-ID" = Option<String>, Header, description = "Where to go on: the `id` of the last event that was read"),
    ),
    responses((status = 200, description = "Server-Sent Events: `event` is the name of the change, `id` its position, `data` a Change", content_type = "text/event-stream", body = String)),
)]
pub async fn stream(
    StreamCaller(access): StreamCaller,
    State(app): State<AppState>,
    query: Params,
    headers: HeaderMap,
    extensions: Extensions,
) -> Result<Response, Problem> {
    let text = query.text("channels").ok_or_else(|| {
        Problem::bad_field(
            "channels",
            "name one or more channels with commas between, such as sports.football",
        )
    })?;
    let channels: Vec<String> = text.split(',').map(|channel| channel.trim().to_owned()).collect();
    // Browsers cannot set the header on the first request, so a parameter does as well.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let last = last.or_else(|| query.text("last_event_id"));
    // Who came this far with a token was checked by it.
    let proven = headers.contains_key(header::AUTHORIZATION);
    let arrival = ConnectionInfo { proven, ..connection_info(&app, &extensions, &headers) };
    let keyed = matches!(access, Access::Key { .. });
    app.handshakes.check(arrival.address, keyed).map_err(Problem::too_many_handshakes)?;
    app.keys.watch(&access).await?;
    let admission = admit(&app, &access, arrival).await.map_err(Problem::too_many_streams)?;
    app.hub.sse(&channels, last, &admission).await.map_err(|refusal| match refusal {
        StreamRefusal::Draining => Problem::unavailable(refusal.to_string()),
        StreamRefusal::TooManyStreams(why) => Problem::too_many_streams(why),
        StreamRefusal::NoChannels
        | StreamRefusal::BadChannel(_)
        | StreamRefusal::NotAdmitted(_)
        | StreamRefusal::TooManyChannels(_) => Problem::bad_field("channels", refusal.to_string()),
    })
}
