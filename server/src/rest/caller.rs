//! Who asks. A handler that names a [`Caller`] has one; there is no other way to serve data.

use super::problem::Problem;
use crate::accounts::{Access, PlanLimits};
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request},
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
    let peer = request.extensions().get::<ConnectInfo<std::net::SocketAddr>>();
    let address = peer.map_or(std::net::Ipv4Addr::LOCALHOST.into(), |peer| peer.0.ip());
    let plan = PlanLimits::anonymous().into();
    request.extensions_mut().insert(Access::Anonymous { address, plan });
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
