//! Who asks. A handler that names a [`Caller`] has one; there is no other way to serve data.

use super::problem::Problem;
use axum::{
    extract::{FromRequestParts, Request},
    http::{header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Who is asking, as far as the request says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody in particular: no key was sent.
    Anonymous,
}

/// Find out who asks, once for every request, and refuse a key that is none.
pub async fn identify(mut request: Request, next: Next) -> Response {
    let caller = match request.headers().get(header::AUTHORIZATION) {
        None => Caller::Anonymous,
        Some(_) => {
            let detail =
                "this key is not known; leave out the Authorization header to read without one";
            return Problem::unauthorized("unknown_key", detail).into_response();
        }
    };
    request.extensions_mut().insert(caller);
    next.run(request).await
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        parts
            .extensions
            .get::<Caller>()
            .cloned()
            .ok_or_else(|| Problem::unauthorized("unauthenticated", "say who you are"))
    }
}
