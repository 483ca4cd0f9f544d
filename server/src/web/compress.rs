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
type Worth = And<DefaultPredicate, NotForContentType>;

/// Compresses answers for those who ask for it.
#[derive(Clone, Copy, Debug)]
pub struct CompressLayer;

/// A service whose answers are compressed on request.
#[derive(Clone)]
pub struct Compress<S> {
    plain: S,
    packed: Compression<S, Worth>,
}

impl<S: Clone> Layer<S> for CompressLayer {
    type Service = Compress<S>;

    fn layer(&self, inner: S) -> Compress<S> {
        let worth = DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream"));
        let packed = CompressionLayer::new().compress_when(worth).layer(inner.clone());
        Compress { plain: inner, packed }
    }
}

type Packed = Result<Response<CompressionBody<Body>>, Infallible>;
type Unpacked = fn(Packed) -> Result<Response, Infallible>;

impl<S> Service<Request> for Compress<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future =
        Either<S::Future, Map<<Compression<S, Worth> as Service<Request>>::Future, Unpacked>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // Either may be called.
        match self.plain.poll_ready(context) {
            Poll::Ready(Ok(())) => Service::<Request>::poll_ready(&mut self.packed, context),
            other => other,
        }
    }

    fn call(&mut self, request: Request) -> Self::Future {
        use futures::FutureExt;
        if !wanted(request.headers()) {
            return Either::Left(self.plain.call(request));
        }
        let boxed: Unpacked = |packed| packed.map(|response| response.map(Body::new));
        Either::Right(self.packed.call(request).map(boxed))
    }
}

/// Whether the reader takes anything but the plain bytes; which, is decided further in.
fn wanted(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().any(|value| value != "identity")
}
