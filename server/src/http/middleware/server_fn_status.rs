//! Answers of server functions: a failure has the status of its kind.

use app::port::{AppError, ErrorKind};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderName, StatusCode},
    response::Response,
};

/// What marks the answer of a server function that failed.
const FAILED: HeaderName = HeaderName::from_static("serverfnerror");
/// Bytes of a failure; it is a sentence or two.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Leptos answers every failure with 500, a wrong argument and a missing thing included.
pub async fn status(response: Response) -> Response {
    let failed = response.headers().contains_key(FAILED);
    if !failed || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY_BYTES).await else {
        return Response::from_parts(parts, Body::empty());
    };
    if let Ok(error) = serde_json::from_slice::<AppError>(&body) {
        parts.status = match error.kind {
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Invalid => StatusCode::BAD_REQUEST,
            ErrorKind::SignedOut => StatusCode::UNAUTHORIZED,
            ErrorKind::Unavailable | ErrorKind::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        };
    }
    Response::from_parts(parts, Body::from(body))
}
