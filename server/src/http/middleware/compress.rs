//! br, zstd and gzip by the reader's wish, and no detour for readers who have none.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, header},
    response::Response,
};
use futures::future::{Either, Map};
use std::{
    convert::Infallible,
    task::{Context, Poll},
};
use tower::{Layer, Service};
use tower_http::compression::{
    Compression, CompressionBody, CompressionLayer,
    predicate::{And, DefaultPredicate, NotForContentType, Predicate},
};

/// Never a stream, which must not wait for a full block.
type CompressPredicate = And<DefaultPredicate, NotForContentType>;

/// Compresses answers for those who ask for it.
#[derive(Clone, Copy, Debug)]
pub struct CompressLayer;

/// A service whose answers are compressed on request.
#[derive(Clone, Debug)]
pub struct Compress<S>(S);

impl<S> Layer<S> for CompressLayer {
    type Service = Compress<S>;

    fn layer(&self, inner: S) -> Compress<S> {
        Compress(inner)
    }
}

/// The service for those who do ask.
fn compressed<S>(inner: S) -> Compression<S, CompressPredicate> {
    let worth = DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream"));
    CompressionLayer::new().compress_when(worth).layer(inner)
}

type Packed = Result<Response<CompressionBody<Body>>, Infallible>;
type Unpacked = fn(Packed) -> Result<Response, Infallible>;

impl<S> Service<Request> for Compress<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Either<
        S::Future,
        Map<<Compression<S, CompressPredicate> as Service<Request>>::Future, Unpacked>,
    >;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        use futures::FutureExt;
        if !wanted(request.headers()) {
            return Either::Left(self.0.call(request));
        }
        let boxed: Unpacked = |packed| packed.map(|response| response.map(Body::new));
        // The service that was found ready is the one that is called.
        let spare = self.0.clone();
        let ready = std::mem::replace(&mut self.0, spare);
        Either::Right(compressed(ready).call(request).map(boxed))
    }
}

/// Whether the reader takes anything but the plain bytes; which, is decided further in.
fn wanted(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().any(|value| value != "identity")
}
