//! Every REST route, in the order a reader of the contract meets them.

use super::{caller, leagues, matches, meter, problem, sports, stream, usage};
use crate::service::App;
use axum::{Router, middleware, routing::get};

/// The routes under `/api/v1`, for anyone who may read matches.
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
        .route("/matches", get(matches::list::all))
        .route("/stream", get(stream::stream))
        .route("/usage", get(usage::read::read))
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(middleware::from_fn_with_state(app.clone(), meter::meter))
        .layer(middleware::from_fn(caller::identify))
}
