//! The content policy of pages: only our own scripts run.
//!
//! The nonce is made before the page is drawn and the header is put on after it, both here: a header
//! that is set while a page is drawn can miss its answer.

use crate::{app::AppState, http::client_ip};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use leptos::{nonce::Nonce, prelude::*};

/// Give a request for a page its nonce, and the page the policy that names it.
pub async fn page(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let host = client_ip::host(request.headers(), request.uri());
    let sockets = app.config.realtime.sources(host.unwrap_or_else(|| app.config.bind.app_host()));
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        let policy = HeaderValue::from_str(&policy(&nonce, &sockets));
        let policy = policy.expect("a nonce is plain ASCII");
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Let the scripts of the page that is being drawn carry the nonce of its request.
pub fn provide_nonce() {
    let parts = use_context::<http::request::Parts>();
    if let Some(nonce) = parts.and_then(|parts| parts.extensions.get::<Nonce>().cloned()) {
        provide_context(nonce);
    }
}

/// No page shows a picture of the upstream's: whoever names one would see who looks.
fn policy(nonce: &str, sockets: &str) -> String {
    format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
         connect-src 'self'{sockets}; worker-src 'self'; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}
