//! The pages and documents under `/docs`.

use super::{asyncapi, changelog, openapi, page_api, page_errors, page_realtime, pages, written};
use crate::{
    app::AppState,
    http::response::{Answer, Known},
};
use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};

/// The routes of the documentation; anyone may read them.
pub fn router() -> Router<AppState> {
    let own = Router::new()
        .route("/docs/api", get(page_api::api))
        .route("/docs/api.json", get(api_json))
        .route("/docs/realtime", get(page_realtime::realtime))
        .route("/docs/realtime.json", get(realtime_json))
        .route("/docs/errors", get(page_errors::errors))
        .route("/docs/changelog.rss", get(changelog_rss))
        .route("/llms.txt", get(llms_txt));
    let written = pages::WRITTEN.iter().fold(own, |router, page| {
        let draw = move |State(app): State<AppState>, headers: HeaderMap| async move {
            written::page(page, &app, &headers)
        };
        router.route(page.address, get(draw))
    });
    pages::ALL.iter().fold(written, |router, page| {
        let tell = move |State(app): State<AppState>, known: Known| async move {
            written::twin(page, &app, &known)
        };
        router.route(&format!("{}.md", page.address), get(tell))
    })
}

async fn api_json(known: Known) -> Response {
    Answer::of(openapi(), None, 300).to(&known)
}

async fn realtime_json(State(app): State<AppState>, known: Known) -> Response {
    Answer::of(&asyncapi(&app.config.realtime.app_key), None, 300).to(&known)
}

async fn changelog_rss(State(app): State<AppState>, known: Known) -> Response {
    let feed = changelog::rss(&app.config.bind.app_url);
    written::plain("application/rss+xml; charset=utf-8", feed, &known)
}

async fn llms_txt(State(app): State<AppState>, known: Known) -> Response {
    written::plain("text/plain; charset=utf-8", written::llms(&app), &known)
}
