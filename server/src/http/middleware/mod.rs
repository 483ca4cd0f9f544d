//! What a request meets on its way in, and its answer on the way out, in order.
//!
//! 1. Everything ([`around`]): [`request_id`] gives the request its id, the answer its headers, and
//!    writes problems down; [`compress`] packs what the client can unpack.
//! 2. What is drawn for a reader, pages, docs and health ([`around_drawn`]): [`page_limit`].
//! 3. Pages and forms ([`around_pages`]): the [`bound`](super::body::limit_body) of a body, [`csp`],
//!    then [`auth_session`]: no forged requests, [`cookie_signature`], the session, who is looking.
//! 4. REST ([`around_api`]): [`metering`] with [`cors`], who asks, the limit, and what was used;
//!    [`idempotency`] stands before the POSTs that may be repeated.

pub mod auth_session;
pub mod compress;
mod cookie_signature;
pub mod cors;
pub mod csp;
pub mod idempotency;
pub mod metering;
pub mod page_limit;
pub mod request_id;
pub mod server_fn_status;

use super::body;
use crate::app::AppState;
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
};
use compress::{Compress, CompressLayer};
use metering::RequestMeterLayer;
use request_id::{RequestIdLayer, RequestIdService};
use tower::ServiceBuilder;

/// The routes, with what everything passes around them.
pub type Stack = RequestIdService<Compress<Router>>;

/// Around every route.
pub fn around(app: &AppState, routes: Router) -> Stack {
    let strict = app.config.bind.app_url.starts_with("https://");
    // Not `Router::layer`, which is a box and a copy for each request.
    ServiceBuilder::new().layer(RequestIdLayer { strict }).layer(CompressLayer).service(routes)
}

/// Around what is drawn for a reader.
pub fn around_drawn(app: &AppState, routes: Router<AppState>) -> Router<AppState> {
    routes.layer(from_fn_with_state(app.clone(), page_limit::limit))
}

/// Around pages and forms.
pub fn around_pages(app: &AppState, routes: Router<AppState>) -> Router<AppState> {
    auth_session::guard(app, routes)
        .layer(from_fn_with_state(app.clone(), csp::page))
        .layer(from_fn(body::limit_body))
}

/// Around REST.
pub fn around_api(app: &AppState, routes: Router<AppState>) -> Router<AppState> {
    routes.layer(RequestMeterLayer(app.clone()))
}
