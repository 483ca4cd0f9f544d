//! How large a request's body may be.

use super::Problem;
use axum::{
    body::HttpBody,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};

/// The largest body: the largest request is a key with its lists of addresses and origins.
pub const LARGEST: usize = 64 * 1024;

/// Refuse a body that says it is larger. One that does not say is cut off where it is read.
pub async fn bound(request: Request, next: Next) -> Response {
    if request.body().size_hint().lower() > LARGEST as u64 {
        let detail = format!("the body is larger than {LARGEST} bytes; nothing was done");
        return Problem::too_large(detail).into_response();
    }
    next.run(request).await
}
