//! What a page passes first: how many one address may ask for, and how many are drawn at once.
//!
//! Pages, their server functions, forms, documents and `/readyz` are drawn for anybody and cost
//! more than a read by REST, so they are counted by address; files and `/livez` are not. Of what is
//! asked at once, pages are turned away first: REST and sockets have limits of their own and never
//! wait here, and `/readyz` is answered whatever else is under way.

use crate::{
    app::AppState,
    http::{Problem, assets, client_ip},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use std::time::Duration;

/// Count one page, and draw it where there is room.
pub async fn limit(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !app.config.rate_limit.enabled || path == "/livez" || assets::is_file(path) {
        return next.run(request).await;
    }
    let readable = readable(path, request.headers());
    let trusted = &app.config.bind.trusted_proxies;
    let address = client_ip::client(request.extensions(), request.headers(), trusted);
    let ready = path == "/readyz";
    let counted = if ready { app.pages.check_ready(address) } else { app.pages.check(address) };
    if let Err(wait) = counted {
        return refuse(StatusCode::TOO_MANY_REQUESTS, wait, readable);
    }
    // A form waits for its turn to be hashed, in a line of its own network: strangers' forms must not
    // take the places of those who read.
    let form = request.method() == Method::POST && !path.starts_with("/fn/");
    if ready || form {
        return next.run(request).await;
    }
    let Some(_place) = app.pages.place() else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(1), readable);
    };
    next.run(request).await
}

/// Whether the answer is for a person to read.
fn readable(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    !path.starts_with("/fn/") && accept.is_some_and(|accept| accept.contains("text/html"))
}

fn refuse(status: StatusCode, wait: Duration, readable: bool) -> Response {
    let wait = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let wait = wait.max(1);
    let mut response = match (readable, status) {
        (true, _) => page(status, wait),
        (false, StatusCode::TOO_MANY_REQUESTS) => Problem::too_fast(wait).into_response(),
        (false, _) => {
            Problem::unavailable("too much is asked of the service; try again in a second")
                .into_response()
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A whole page that says what to do; it is put together without drawing anything.
fn page(status: StatusCode, wait: u64) -> Response {
    let seconds = if wait == 1 { "second" } else { "seconds" };
    let (title, why) = match status {
        StatusCode::TOO_MANY_REQUESTS => (
            "Too many pages at once",
            "More pages were asked for from your address than a reader needs.",
        ),
        _ => ("Very busy just now", "More pages are asked for than can be drawn at once."),
    };
    let html = Html(format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
<title>{title} · BTS Guru</title><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
<link rel=\"stylesheet\" href=\"/pkg/bts-guru.css\"></head><body>\
<main id=\"main\"><div class=\"page page-narrow\"><h1>{title}</h1>\
<p>{why} Nothing is lost: wait {wait} {seconds}, then load this page again.</p>\
<p>A program is better served by the <a href=\"/docs/api\">API</a>.</p></div></main></body></html>"
    ));
    let policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                  base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    (status, [(header::CONTENT_SECURITY_POLICY, policy)], html).into_response()
}
