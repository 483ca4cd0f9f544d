//! Every REST route, in the order a reader of the contract meets them.

use super::{
    account, idempotency, keys, leaders, leagues, matches, meter, problem, proxy, sports,
    standings, stream, usage,
};
use crate::service::App;
use axum::{
    Router, middleware,
    routing::{get, post},
};

/// The routes under `/api/v1`.
pub fn router(app: &App) -> Router<App> {
    Router::new()
        .route("/sports", get(sports::list::list))
        .route("/sports/{sport}", get(sports::one::one))
        .route("/sports/{sport}/leagues", get(leagues::list::list))
        .route("/sports/{sport}/leagues/{league}", get(leagues::one::one))
        .route("/sports/{sport}/leagues/{league}/matches", get(matches::list::of_league))
        .route("/sports/{sport}/leagues/{league}/matches/{id}", get(matches::one::one))
        .route(
            "/sports/{sport}/leagues/{league}/matches/{id}/changes",
            get(matches::changes::changes),
        )
        .route("/sports/{sport}/leagues/{league}/standings", get(standings::one::one))
        .route("/sports/{sport}/leagues/{league}/leaders/{metric}", get(leaders::one::one))
        .route("/matches", get(matches::list::all))
        .route("/stream", get(stream::stream))
        .route("/proxy/{sport}/{*endpoint}", get(proxy::one::one))
        .route("/account", get(account::one::one))
        .route("/usage", get(usage::read::read))
        .merge(keys(app))
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(middleware::from_fn_with_state(app.clone(), meter::meter))
}

/// The caller's keys; a POST that names itself is done once.
fn keys(app: &App) -> Router<App> {
    let once = || middleware::from_fn_with_state(app.clone(), idempotency::once);
    Router::new()
        .route("/keys", post(keys::create::create).layer(once()).get(keys::list::list))
        .route(
            "/keys/{id}",
            get(keys::one::one).patch(keys::update::update).delete(keys::revoke::revoke),
        )
        .route(
            "/keys/{id}/rotate",
            post(keys::rotate::rotate).layer(once()).delete(keys::rotate::finish),
        )
}
