//! `GET /metrics`, for who stands at the machine or has the token.

use super::{page::MEDIA_TYPE, read};
use crate::{
    rest::{Problem, caller::bearer},
    service::App,
};
use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::net::SocketAddr;
use subtle::ConstantTimeEq;

/// What proxies add to what they pass on.
const PASSED_ON: [&str; 3] = ["forwarded", "x-forwarded-for", "via"];

/// The route of metrics.
pub fn router() -> Router<App> {
    read::begin();
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    if !is_local(&request) {
        admit(app.config.ops.metrics_token.as_deref(), &request)?;
    }
    let mut response = read::all(&app).await.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Whether who asks is on this machine. A proxy on it is too, but not those it asks for, trusted or
/// not.
fn is_local(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let passed_on = PASSED_ON.iter().any(|name| request.headers().contains_key(*name));
    peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback()) && !passed_on
}

fn admit(wanted: Option<&str>, request: &Request) -> Result<(), Problem> {
    let refused = |detail| Problem::unauthorized("metrics_token", detail);
    let wanted = wanted.ok_or_else(|| {
        refused(
            "metrics are read on this machine alone; set METRICS_TOKEN to read them from others",
        )
    })?;
    let sent = bearer(request.headers())?.unwrap_or_default();
    if bool::from(sent.as_bytes().ct_eq(wanted.as_bytes())) {
        return Ok(());
    }
    Err(refused("send Authorization: Bearer and the METRICS_TOKEN of this installation"))
}
