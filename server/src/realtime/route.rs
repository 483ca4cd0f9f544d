//! `GET /app/{key}`: where Pusher clients connect.

use crate::service::App;
use axum::{
    Router,
    extract::{Path, Request, State},
    response::Response,
    routing::get,
};
use live::Admission;

/// Channels one anonymous socket may listen to.
const ANONYMOUS_CHANNELS: usize = 100;

/// The socket's route.
pub fn router() -> Router<App> {
    Router::new().route("/app/{key}", get(connect))
}

async fn connect(State(app): State<App>, Path(key): Path<String>, request: Request) -> Response {
    if key != app.config.realtime.app_key {
        return app.hub.refuse(request, 4001, "no application has this key").await;
    }
    app.hub.upgrade(request, Admission::new(key, ANONYMOUS_CHANNELS)).await
}
