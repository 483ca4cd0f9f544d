//! The pages and documents under `/docs`.

use super::{asyncapi, openapi, page_api, page_errors, page_realtime};
use crate::{
    app::AppState,
    http::response::{Answer, Known},
};
use axum::{Router, extract::State, response::Response, routing::get};

/// The routes of the documentation; anyone may read them.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/docs/api", get(page_api::api))
        .route("/docs/api.json", get(api_json))
        .route("/docs/realtime", get(page_realtime::realtime))
        .route("/docs/realtime.json", get(realtime_json))
        .route("/docs/errors", get(page_errors::errors))
}

async fn api_json(known: Known) -> Response {
    Answer::of(openapi(), None, 300).to(&known)
}

async fn realtime_json(State(app): State<AppState>, known: Known) -> Response {
    Answer::of(&asyncapi(&app.config.realtime.app_key), None, 300).to(&known)
}
