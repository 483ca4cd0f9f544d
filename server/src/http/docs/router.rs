//! The documents under `/docs`; the pages are the app's.

use super::{asyncapi, changelog, openapi, written};
use crate::{
    app::AppState,
    http::response::{IfNoneMatch, JsonResponse},
};
use app::port::DocsPage;
use axum::{Router, extract::State, response::Response, routing::get};

/// The routes of the documentation; anyone may read them.
pub fn router() -> Router<AppState> {
    let own = Router::new()
        .route("/docs/api.json", get(api_json))
        .route("/docs/realtime.json", get(realtime_json))
        .route("/docs/changelog.rss", get(changelog_rss))
        .route("/llms.txt", get(llms_txt));
    DocsPage::ALL.into_iter().fold(own, |router, page| {
        let tell = move |State(app): State<AppState>, known: IfNoneMatch| async move {
            written::twin(page, &app, &known)
        };
        router.route(&page.twin(), get(tell))
    })
}

async fn api_json(known: IfNoneMatch) -> Response {
    JsonResponse::of(openapi(), None, 300).to(&known)
}

async fn realtime_json(State(app): State<AppState>, known: IfNoneMatch) -> Response {
    JsonResponse::of(&asyncapi(&app.config.realtime.app_key), None, 300).to(&known)
}

async fn changelog_rss(State(app): State<AppState>, known: IfNoneMatch) -> Response {
    let feed = changelog::rss(&app.config.bind.app_url);
    written::plain("application/rss+xml; charset=utf-8", feed, &known)
}

async fn llms_txt(State(app): State<AppState>, known: IfNoneMatch) -> Response {
    written::plain("text/plain; charset=utf-8", written::llms(&app), &known)
}
