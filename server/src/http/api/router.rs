//! Every REST route, in the order a reader of the contract meets them.

use super::{
    account, changes, keys, leaders, leagues, matches, proxy, sports, standings, stream, usage,
};
use crate::{
    app::AppState,
    http::{
        middleware::{self, idempotency},
        problem,
    },
};
use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{any, get, post},
};

/// What every path here begins with.
pub const ROOT: &str = "/api/v1";
/// The same with a slash behind it.
pub const ROOT_SLASH: &str = "/api/v1/";
/// Whatever else lies there.
pub const NOTHING: &str = "/api/v1/{*nothing}";

/// The routes, paths written in full: a nested router takes each request's address apart again.
pub fn router(app: &AppState) -> Router<AppState> {
    let routes = Router::new()
        .route("/api/v1/sports", get(sports::list::list))
        .route("/api/v1/sports/{sport}", get(sports::one::one))
        .route("/api/v1/sports/{sport}/leagues", get(leagues::list::list))
        .route("/api/v1/sports/{sport}/leagues/{league}", get(leagues::one::one))
        .route("/api/v1/sports/{sport}/leagues/{league}/matches", get(matches::list::of_league))
        .route("/api/v1/sports/{sport}/leagues/{league}/matches/{id}", get(matches::one::one))
        .route(
            "/api/v1/sports/{sport}/leagues/{league}/matches/{id}/changes",
            get(matches::changes::changes),
        )
        .route("/api/v1/sports/{sport}/leagues/{league}/standings", get(standings::one::one))
        .route("/api/v1/sports/{sport}/leagues/{league}/leaders/{metric}", get(leaders::one::one))
        .route("/api/v1/matches", get(matches::list::all))
        .route("/api/v1/changes", get(changes::list))
        .route("/api/v1/stream", get(stream::stream))
        .route("/api/v1/proxy/{sport}/{*endpoint}", get(proxy::one::one))
        .route("/api/v1/account", get(account::one::one))
        .route("/api/v1/usage", get(usage::read::read))
        .merge(keys(app))
        .route(ROOT, any(problem::no_such_path))
        .route(ROOT_SLASH, any(problem::no_such_path))
        .route(NOTHING, any(problem::no_such_path))
        .method_not_allowed_fallback(problem::no_such_method);
    middleware::around_api(app, routes)
}

/// The caller's keys; a POST that names itself is done once.
fn keys(app: &AppState) -> Router<AppState> {
    let once = || from_fn_with_state(app.clone(), idempotency::once);
    Router::new()
        .route("/api/v1/keys", post(keys::create::create).layer(once()).get(keys::list::list))
        .route(
            "/api/v1/keys/{id}",
            get(keys::one::one).patch(keys::update::update).delete(keys::revoke::revoke),
        )
        .route(
            "/api/v1/keys/{id}/rotate",
            post(keys::rotate::rotate).layer(once()).delete(keys::rotate::finish),
        )
}
