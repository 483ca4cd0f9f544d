//! The wire.

use super::{Replay, recording::Key};
use axum::{
    Router,
    extract::{Query, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde_json::{Value, json};
use std::sync::Arc;

/// The quota headers of every answer: enough that nothing ever waits for it.
const QUOTA: [(HeaderName, HeaderValue); 4] = [
    (HeaderName::from_static("x-ratelimit-requests-limit"), HeaderValue::from_static("1500000")),
    (
        HeaderName::from_static("x-ratelimit-requests-remaining"),
        HeaderValue::from_static("1499999"),
    ),
    (HeaderName::from_static("x-ratelimit-limit"), HeaderValue::from_static("1200")),
    (HeaderName::from_static("x-ratelimit-remaining"), HeaderValue::from_static("1199")),
];

/// An upstream that answers from recordings, whatever stands before the endpoint in the path.
///
/// A query with no recording is answered by an empty envelope that carries no error.
pub fn router(replay: Replay) -> Router {
    Router::new().fallback(answer).with_state(Arc::new(replay))
}

async fn answer(
    State(replay): State<Arc<Replay>>,
    method: Method,
    uri: Uri,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Response {
    if method != Method::GET && method != Method::HEAD {
        let allow = [(header::ALLOW, HeaderValue::from_static("GET, HEAD"))];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    let endpoint = replay.endpoint(uri.path());
    let recorded =
        endpoint.and_then(|endpoint| replay.next(&Key::new(endpoint, parameters.iter().cloned())));
    let body = recorded.unwrap_or_else(|| {
        empty(endpoint.unwrap_or_else(|| below_version(uri.path())), parameters)
    });
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (json, QUOTA, body).into_response()
}

/// The good envelope of a query that found nothing.
fn empty(endpoint: &str, parameters: Vec<(String, String)>) -> Bytes {
    let parameters = if parameters.is_empty() {
        // As the upstream has it.
        json!([])
    } else {
        Value::Object(parameters.into_iter().map(|(name, value)| (name, value.into())).collect())
    };
    let envelope = json!({
        "get": endpoint,
        "parameters": parameters,
        "errors": [],
        "results": 0,
        "paging": {"current": 1, "total": 1},
        "response": [],
    });
    envelope.to_string().into()
}

/// A path that no recording answers, without the version in front.
fn below_version(path: &str) -> &str {
    let path = path.trim_matches('/');
    match path.split_once('/') {
        Some((version, rest)) if is_version(version) => rest,
        Some(_) | None => path,
    }
}

/// `v3`.
fn is_version(word: &str) -> bool {
    let number = word.strip_prefix('v').unwrap_or_default();
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
}
