//! Where Pusher's protocol is spoken.

use super::{broadcasting, publisher, socket};
use crate::{app::AppState, http::problem};
use axum::{
    Router,
    routing::{any, get},
};

/// Where nothing is: a program asks there, and is answered as one.
const NOT_SERVED: [&str; 3] = ["/apps", "/apps/", "/apps/{*nothing}"];

/// Sockets, the HTTP API of publishers, and who may listen to private channels.
pub fn router(app: &AppState) -> Router<AppState> {
    sockets(app).merge(broadcasting::router(app))
}

/// What a port of its own for sockets answers.
pub fn sockets(app: &AppState) -> Router<AppState> {
    let app_id = app.config.realtime.app_id.as_str();
    let routes = NOT_SERVED
        .into_iter()
        .fold(at("", app_id), |routes, path| routes.route(path, any(problem::no_such_path)));
    match app.config.realtime.path.as_str() {
        "" => routes,
        path => routes.merge(at(path, app_id)),
    }
}

fn at(path: &str, app_id: &str) -> Router<AppState> {
    let socket = get(socket::connect);
    let routes = Router::new().route(&format!("{path}/app/{{key}}"), socket);
    routes.merge(publisher::router(path, app_id))
}
