//! Every REST route, in the order a reader of the contract meets them.

use super::{caller, leaders, leagues, matches, problem, proxy, sports, standings, stream};
use crate::service::App;
use axum::{Router, middleware, routing::get};

/// The routes under `/api/v1`, for anyone who may read matches.
pub fn router() -> Router<App> {
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
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(middleware::from_fn(caller::identify))
}
