//! The outermost layer: what every request is given and every answer carries, in one pass.
//!
//! A request has an id, its own where that is short and plain; everything logged meanwhile bears
//! it. An answer carries the id and what browsers need to be told; a
//! [`Problem`] is written here, where the id is known. One layer rather than
//! one for each of these, and around the router rather than in it: a hot read is answered in
//! microseconds, and each layer of a router costs one of them.

use crate::{
    http::{Problem, etag, problem},
    telemetry::request_id,
};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use data_encoding::HEXLOWER;
use futures::{FutureExt, future::BoxFuture};
use std::{
    convert::Infallible,
    io,
    panic::AssertUnwindSafe,
    task::{Context, Poll},
    time::Instant,
};
use tower::{Layer, Service};

/// The name under which a request's id travels.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What browsers are told with every answer that does not say it otherwise.
const SECURITY_HEADERS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // Pages bring a policy of their own; nothing else has anything to run or to show.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    // No page of another site that opened ours, or was opened by it, reaches into it.
    (OPENER_POLICY, HeaderValue::from_static("same-origin")),
    // Nothing here asks for a camera or a place, so nothing that gets in may either.
    (
        PERMISSIONS_POLICY,
        HeaderValue::from_static(
            "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), \
             geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), \
             payment=(), serial=(), usb=()",
        ),
    ),
];
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const STRICT: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// Puts the edge around the service's routes.
#[derive(Clone, Copy, Debug)]
pub struct RequestIdLayer {
    /// The service is reached by https: nothing else is spoken from then on.
    pub strict: bool,
}

/// Routes with the edge around them.
#[derive(Clone, Debug)]
pub struct RequestIdService<S> {
    inner: S,
    strict: bool,
}

impl<S> Layer<S> for RequestIdLayer {
    type Service = RequestIdService<S>;

    fn layer(&self, inner: S) -> RequestIdService<S> {
        RequestIdService { inner, strict: self.strict }
    }
}

impl<S> Service<Request> for RequestIdService<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let id = identify(&request);
        let asked = tracing::enabled!(tracing::Level::DEBUG).then(|| {
            let what = format!("{} {}", request.method(), request.uri().path());
            (Instant::now(), what)
        });
        let (strict, bodiless) = (self.strict, request.method() == Method::HEAD);
        let (answered, known) = (self.inner.call(request), id.clone());
        let finish = async move {
            // The hook has told where; the caller is told that it was not their fault.
            let answered = AssertUnwindSafe(answered).catch_unwind().await;
            let response = match answered {
                Ok(response) => response?,
                Err(_) => Problem::internal(io::Error::other("a handler panicked")).into_response(),
            };
            let mut response = problem::write(response, &id);
            etag::name_encoding(&mut response);
            if bodiless {
                *response.body_mut() = Body::empty();
            }
            set_headers(&mut response, id, strict);
            if let Some((since, what)) = asked {
                let took = since.elapsed();
                tracing::debug!(status = response.status().as_u16(), ?took, "{what}");
            }
            Ok(response)
        };
        request_id::with_request_id(known, finish).boxed()
    }
}

/// The request's id: its own where that is short and plain, else a new one.
fn identify(request: &Request) -> HeaderValue {
    if let Some(own) = request.headers().get(REQUEST_ID).filter(|id| plain(id.as_bytes())) {
        return own.clone();
    }
    let id = HEXLOWER.encode(&rand::random::<[u8; 16]>());
    HeaderValue::from_maybe_shared(bytes::Bytes::from(id)).expect("it is plain ASCII")
}

/// Whether an id may stand in our headers and logs.
fn plain(id: &[u8]) -> bool {
    let word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    !id.is_empty() && id.len() <= 64 && id.iter().all(word)
}

/// What every answer carries.
fn set_headers(response: &mut Response, id: HeaderValue, strict: bool) {
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, id);
    for (name, value) in SECURITY_HEADERS {
        headers.entry(name).or_insert(value);
    }
    // What scripts of any page may read, any page may load; all else is for our own.
    let shared = headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    let whose = if shared { "cross-origin" } else { "same-origin" };
    headers.entry(RESOURCE_POLICY).or_insert(HeaderValue::from_static(whose));
    if strict {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(STRICT);
    }
}
