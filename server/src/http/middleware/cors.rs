//! What browsers may do with the API from pages of others: all that its key allows.
//!
//! Keyed data may be read from any page and nothing here trusts a cookie, so whoever asks, the answer
//! is the same few words, and a cache may keep it for all.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, header},
    response::Response,
};

/// Headers of an answer that a script may read.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "etag, retry-after, x-request-id, x-data-as-of, x-position, x-cache, age, ratelimit, \
    ratelimit-policy, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, idempotent-replayed",
);
/// Headers that a script may send. By the Fetch standard a star does not stand for Authorization.
const ALLOWED: HeaderValue = HeaderValue::from_static(
    "authorization, content-type, idempotency-key, if-none-match, last-event-id, x-request-id",
);
/// Seconds for which a browser need not ask again.
const MAX_AGE: HeaderValue = HeaderValue::from_static("86400");
const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PATCH, DELETE");
const ANYBODY: HeaderValue = HeaderValue::from_static("*");

/// Whether a browser asks if a script may ask.
pub fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
}

/// What it is told.
pub fn preflight() -> Response {
    let mut response = Response::default();
    let headers = response.headers_mut();
    open(headers);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    response
}

/// Let scripts of any page read an answer.
pub fn open(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}
