//! Connections: taken in, served, and ended when nothing comes of them.

use super::router::PerThreadRouter;
use crate::net::{
    Connections,
    progress::{Progress, Writing, tune},
};
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
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::Service;

/// How often a client of HTTP/2 is asked whether it is there, and how long it may take to answer.
const PING: Duration = Duration::from_secs(20);
/// How long one that is to end may take to end well.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
/// What a connection is told for which there is no place.
const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 10\r\n\
    Content-Type: text/plain\r\nContent-Length: 51\r\n\r\nToo many connections are open; try again in a while";
/// A body up to this size is taken to be sent once its answer is made.
const SMALL: u64 = 64 * 1_024;

/// Serve until told to stop; then let requests under way finish.
pub async fn serve(
    mut listener: TcpListener,
    routes: Arc<PerThreadRouter>,
    connections: Connections,
    stop: CancellationToken,
) {
    let open = TaskTracker::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = stop.cancelled() => break,
        };
        let Ok(slot) = connections.admit(peer.ip()) else {
            // There is room for it in a new connection's buffer; who does not read is closed alike.
            let _ = stream.try_write(BUSY);
            continue;
        };
        if let Err(error) = tune(&stream) {
            tracing::debug!(%error, "a connection keeps what the system set for it");
        }
        let (writing, patience) = (Arc::<Writing>::default(), connections.patience());
        let stream = Progress::new(stream, slot, writing.clone(), connections.no_progress());
        // A token of its own: that of the whole service would be a lock between all connections.
        let stop = stop.child_token();
        open.spawn(connection(
            stream,
            peer,
            ConnectionActivity::new(writing, patience),
            routes.clone(),
            stop,
        ));
    }
    drop(listener);
    open.close();
    open.wait().await;
}

async fn connection(
    stream: Progress,
    peer: SocketAddr,
    work: ConnectionActivity,
    routes: Arc<PerThreadRouter>,
    stop: CancellationToken,
) {
    let work = Arc::new(work);
    let watched = work.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let under_way = InFlightGuard::begin(&work);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answered = routes.get().call(request);
        async move { answered.await.map(|response| under_way.until_sent(response)) }
    });
    // HTTP/1 has no timer: hyper would set and clear one for each request, which costs more than
    // all else that is done here. The watch below sets one for the connection.
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().header_read_timeout(None);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(PING).keep_alive_timeout(PING);
    let mut served = pin!(builder.serve_connection_with_upgrades(TokioIo::new(stream), service));
    let ended = tokio::select! {
        biased;
        ended = served.as_mut() => ended,
        () = watched.idle() => {
            served.as_mut().graceful_shutdown();
            let Ok(ended) = tokio::time::timeout(CLOSE_TIMEOUT, served).await else { return };
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
#[derive(Debug)]
struct ConnectionActivity {
    begun: AtomicUsize,
    under_way: AtomicUsize,
    /// Of those under way, answers of which the client has not yet taken what there is.
    theirs: AtomicUsize,
    writing: Arc<Writing>,
    patience: Duration,
}

impl ConnectionActivity {
    fn new(writing: Arc<Writing>, patience: Duration) -> Self {
        let (begun, under_way, theirs) = Default::default();
        Self { begun, under_way, theirs, writing, patience }
    }

    /// Ends when for a whole while nothing began, nothing was taken, and nothing was under way but
    /// what the client does not take. A write that waits has a time of its own.
    async fn idle(&self) {
        let mut seen = (0, 0);
        loop {
            tokio::time::sleep(self.patience).await;
            let moved = (self.begun.load(Relaxed), self.writing.progress.load(Relaxed));
            let ours = self.under_way.load(Relaxed) > self.theirs.load(Relaxed);
            if moved == seen && !ours && !self.writing.blocked.load(Relaxed) {
                return;
            }
            seen = moved;
        }
    }
}

/// One request under way; over when dropped.
struct InFlightGuard(Arc<ConnectionActivity>);

impl InFlightGuard {
    fn begin(work: &Arc<ConnectionActivity>) -> Self {
        work.begun.fetch_add(1, Relaxed);
        work.under_way.fetch_add(1, Relaxed);
        Self(work.clone())
    }

    /// A long answer, or one without a known end, stays under way until the last of it is handed
    /// over. What is not yet written then is seen by the writing.
    fn until_sent(self, response: Response) -> Response {
        match response.body().size_hint().exact() {
            Some(size) if size <= SMALL => response,
            Some(_) | None => response.map(|body| Body::new(Sending::new(body, self))),
        }
    }
}

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        self.0.begun.fetch_add(1, Relaxed);
        self.0.under_way.fetch_sub(1, Relaxed);
    }
}

/// A body whose request is under way as long as it is held.
struct Sending {
    body: Body,
    under_way: InFlightGuard,
    /// It is the client's turn: what there was has been handed over, or nothing was asked for yet.
    theirs: bool,
}

impl Sending {
    fn new(body: Body, under_way: InFlightGuard) -> Self {
        under_way.0.theirs.fetch_add(1, Relaxed);
        Self { body, under_way, theirs: true }
    }

    fn turn(&mut self, theirs: bool) {
        match (std::mem::replace(&mut self.theirs, theirs), theirs) {
            (false, true) => self.under_way.0.theirs.fetch_add(1, Relaxed),
            (true, false) => self.under_way.0.theirs.fetch_sub(1, Relaxed),
            (true, true) | (false, false) => 0,
        };
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.turn(false);
    }
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        self.turn(polled.is_ready());
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
