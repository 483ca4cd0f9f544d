//! Connections: taken in, served, and ended when nothing comes of them.

use super::router::PerThread;
use axum::{
    body::{Body, HttpBody},
    extract::{ConnectInfo, Request},
    response::Response,
    serve::Listener,
};
use bytes::Bytes;
use hyper::{
    body::{Frame, Incoming, SizeHint},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use std::{
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::Service;

/// How long a connection may bring nothing, neither a request nor the rest of one: many of those
/// would else be held for nothing. Between this and twice as long.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long one that is to end may take to end well.
const FAREWELL: Duration = Duration::from_secs(1);
/// A body up to this size is taken to be sent once its answer is made.
const SMALL: u64 = 64 * 1_024;

/// Serve until told to stop; then let requests under way finish.
pub async fn serve(mut listener: TcpListener, routes: Arc<PerThread>, stop: CancellationToken) {
    let connections = TaskTracker::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = stop.cancelled() => break,
        };
        // A score of a few hundred bytes must not wait for more to send.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps Nagle's algorithm");
        }
        // A token of its own: that of the whole service would be a lock between all connections.
        connections.spawn(connection(stream, peer, routes.clone(), stop.child_token()));
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    routes: Arc<PerThread>,
    stop: CancellationToken,
) {
    let work = Arc::new(Work::default());
    let watched = work.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let under_way = UnderWay::begin(&work);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answered = routes.here().call(request);
        async move { answered.await.map(|response| under_way.until_sent(response)) }
    });
    // HTTP/1 has no timer: hyper would set and clear one for each request, which costs more than
    // all else that is done here. The watch below sets one for the connection.
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().header_read_timeout(None);
    builder.http2().timer(TokioTimer::new());
    let mut served = pin!(builder.serve_connection_with_upgrades(TokioIo::new(stream), service));
    let ended = tokio::select! {
        biased;
        ended = served.as_mut() => ended,
        () = watched.idle() => {
            served.as_mut().graceful_shutdown();
            let Ok(ended) = tokio::time::timeout(FAREWELL, served).await else { return };
            ended
        }
        () = stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%peer, error, "a connection broke off");
    }
}

/// What a connection is doing.
#[derive(Debug, Default)]
struct Work {
    begun: AtomicUsize,
    under_way: AtomicUsize,
}

impl Work {
    /// Ends when nothing was under way and nothing began for a whole while.
    async fn idle(&self) {
        let mut seen = 0;
        loop {
            tokio::time::sleep(PATIENCE).await;
            let begun = self.begun.load(Relaxed);
            if begun == seen && self.under_way.load(Relaxed) == 0 {
                return;
            }
            seen = begun;
        }
    }
}

/// One request under way; over when dropped.
struct UnderWay(Arc<Work>);

impl UnderWay {
    fn begin(work: &Arc<Work>) -> Self {
        work.begun.fetch_add(1, Relaxed);
        work.under_way.fetch_add(1, Relaxed);
        Self(work.clone())
    }

    /// A long answer, or one without a known end, stays under way until its last byte is taken.
    fn until_sent(self, response: Response) -> Response {
        match response.body().size_hint().exact() {
            Some(size) if size <= SMALL => response,
            Some(_) | None => response.map(|body| Body::new(Sending { body, _under_way: self })),
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.begun.fetch_add(1, Relaxed);
        self.0.under_way.fetch_sub(1, Relaxed);
    }
}

/// A body whose request is under way as long as it is held.
struct Sending {
    body: Body,
    _under_way: UnderWay,
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
