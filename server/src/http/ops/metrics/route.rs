//! `GET /metrics`, for who has the token, or, where there is none, for who stands at the machine.

use super::{page::MEDIA_TYPE, read};
use crate::{
    app::AppState,
    config::is_this_machine,
    http::{Problem, ProblemCode, auth::bearer, client_ip},
};
use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderName, HeaderValue, Version, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::net::SocketAddr;
use subtle::ConstantTimeEq;

/// What proxies add to what they pass on, besides all that begins with `x-forwarded`.
const PASSED_ON: [&str; 9] = [
    "cf-connecting-ip",
    "fastly-client-ip",
    "forwarded",
    "true-client-ip",
    "via",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-original-forwarded-for",
    "x-real-ip",
];

/// The route of metrics.
pub fn router() -> Router<AppState> {
    read::begin();
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(app): State<AppState>, request: Request) -> Result<Response, Problem> {
    match app.config.ops.metrics_token.as_deref() {
        Some(token) => admit(token, &request)?,
        None if is_local(&request) => {}
        None => {
            return Err(refused(
                "without METRICS_TOKEN metrics are read on this machine alone and through no proxy; \
                 set METRICS_TOKEN and send it as Authorization: Bearer",
            ));
        }
    }
    let mut response = read::all(&app).await.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Whether who asks is a program on this machine that asks for itself. A proxy on it asks for others:
/// it says so in a header, passes on the name of the host, or speaks HTTP/1.0, as nginx does unless
/// told otherwise.
fn is_local(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let near = peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback());
    near && request.version() > Version::HTTP_10
        && client_ip::host(request.headers(), request.uri()).is_some_and(is_this_machine)
        && !request.headers().keys().any(passed_on)
}

fn passed_on(name: &HeaderName) -> bool {
    name.as_str().starts_with("x-forwarded") || PASSED_ON.contains(&name.as_str())
}

fn admit(wanted: &str, request: &Request) -> Result<(), Problem> {
    let sent = bearer(request.headers())?.unwrap_or_default();
    if bool::from(sent.as_bytes().ct_eq(wanted.as_bytes())) {
        return Ok(());
    }
    Err(refused("send Authorization: Bearer and the METRICS_TOKEN of this installation"))
}

fn refused(detail: &'static str) -> Problem {
    Problem::unauthorized(ProblemCode::MetricsToken, detail)
}
