//! `/livez` and `/readyz`.

use crate::app::AppState;
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};

/// The routes of health.
pub fn router() -> Router<AppState> {
    Router::new().route("/livez", get(live)).route("/readyz", get(ready))
}

/// The process answers; nothing else is asked of it.
async fn live() -> &'static str {
    "alive\n"
}

/// The process can do its work. An upstream that fails does not make it unready: what is known is
/// still served, with its age.
async fn ready(State(app): State<AppState>) -> Response {
    let (ready, report) = report(&app).await;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(report)).into_response()
}

/// Whether the service is ready, and each part's state.
pub async fn report(app: &AppState) -> (bool, Value) {
    let database = app.pulse.beats().await;
    let draining = app.stop.is_cancelled() || app.hub.is_draining();
    let upstream: Value = app
        .statuses
        .all()
        .into_iter()
        .map(|(sport, status)| {
            let state = match (status.last_good, status.failing) {
                (None, false) => "starting",
                (Some(_), false) => "ok",
                (_, true) => "failing",
            };
            // Why it fails may hold words about our account there: that is for the log.
            (sport.slug().to_owned(), json!({ "state": state, "last_good": status.last_good }))
        })
        .collect::<serde_json::Map<_, _>>()
        .into();
    let ready = database && !draining;
    let word = |ok| if ok { "ok" } else { "failing" };
    let report = json!({
        "ready": ready,
        "draining": draining,
        "database": word(database),
        // The service goes on without it, on what this process knows.
        "redis": match app.config.redis {
            Some(_) => word(!app.limits.is_falling_back()),
            None => "absent",
        },
        "upstream": upstream,
        "polls": app.lease.is_held(),
        "sockets": app.hub.stats().sockets,
    });
    (ready, report)
}
