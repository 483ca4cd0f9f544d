//! Connections: taken in, served, and ended when nothing comes of them.

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    serve::Listener,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use std::{net::SocketAddr, pin::pin, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// How long the head of a request may take to arrive: many who never finish one would else hold as
/// many connections for nothing.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serve until told to stop; then let requests under way finish.
pub async fn serve(mut listener: TcpListener, router: Router, stop: CancellationToken) {
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
        connections.spawn(connection(stream, peer, router.clone(), stop.clone()));
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, stop: CancellationToken) {
    let begun = CancellationToken::new();
    let first = begun.clone();
    let service = router.map_request(move |request: Request<hyper::body::Incoming>| {
        first.cancel();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    builder.http2().timer(TokioTimer::new());
    let service = TowerToHyperService::new(service);
    let mut served = pin!(builder.serve_connection_with_upgrades(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = late(&begun) => return,
        () = stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%peer, error, "a connection broke off");
    }
}

/// Ends when the first request did not come in time. Before its first words it is not known which
/// HTTP a connection speaks, so neither of them watches the clock.
async fn late(begun: &CancellationToken) {
    if tokio::time::timeout(PATIENCE, begun.cancelled()).await.is_ok() {
        std::future::pending::<()>().await;
    }
}
