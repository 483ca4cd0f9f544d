//! `/apps/{app}/…`: Pusher's HTTP API, by which the operator publishes and asks who listens.
//!
//! Source: the page on the HTTP API of Pusher Channels' documentation; `connections` is Reverb's.

mod channels;
mod connections;
mod event;
mod events;
mod info;
mod signed;

use crate::{app::AppState, http::problem};
use axum::{
    Router,
    routing::{get, post},
};

/// Its routes for an application, below a path.
pub fn router(path: &str, app_id: &str) -> Router<AppState> {
    let at = |rest: &str| format!("{path}/apps/{app_id}/{rest}");
    let routes = [
        ("events", post(events::one)),
        ("batch_events", post(events::batch)),
        ("channels", get(channels::list)),
        ("channels/{channel}", get(channels::one)),
        ("channels/{channel}/users", get(channels::users)),
        ("connections", get(connections::count)),
        ("users/{user}/terminate_connections", post(connections::terminate)),
    ];
    routes.into_iter().fold(Router::new(), |router, (rest, handler)| {
        router.route(&at(rest), handler.fallback(problem::no_such_method))
    })
}
