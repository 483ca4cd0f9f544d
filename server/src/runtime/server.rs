//! The service at work, from its first listener to its last request.

use super::polling;
use crate::{
    app::AppState,
    config::Config,
    error::StartError,
    http::{
        pusher::make_way,
        router::{Part, PerThreadRouter},
        serve,
    },
    ingest::ChangeNotifier,
    net::Connections,
};
use std::{sync::Arc, time::Duration};
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Time given to sockets to come back elsewhere when the service stops.
const DRAIN: Duration = Duration::from_secs(3);
/// Time given to requests under way when the service stops.
const GRACE: Duration = Duration::from_secs(5);

/// The service at work: an address, and a way to stop it.
pub struct Server {
    /// Where it listens.
    pub address: std::net::SocketAddr,
    /// Its parts.
    pub app: AppState,
    /// The connections that are open.
    pub connections: Connections,
    tasks: TaskTracker,
    /// Ends polling before everything else, so that another process takes over at once.
    polling: CancellationToken,
}

impl Server {
    /// Whether the address to listen on can be had just now: asked before anything is opened.
    pub async fn may_listen(config: &Config) -> Result<(), StartError> {
        bind(config.bind.address).await.map(drop)
    }

    /// Listen, poll and serve.
    pub async fn start(app: AppState, every: Option<Duration>) -> Result<Self, StartError> {
        let wanted = app.config.bind.address;
        let listener = bind(wanted).await?;
        let address = listener.local_addr().map_err(|error| refused(wanted, &error))?;
        let mut listeners = vec![(listener, Part::All)];
        if let Some(port) = app.config.realtime.port.filter(|port| *port != wanted.port()) {
            let listener = bind(std::net::SocketAddr::new(wanted.ip(), port)).await?;
            listeners.push((listener, Part::Sockets));
        }
        let tasks = TaskTracker::new();
        let polling = app.stop.child_token();
        if let Some(every) = every {
            // What is wrong with an upstream's settings shows now, whoever polls.
            app.clients.all().await?;
            tasks.spawn(app.worker().run(app.stop.clone()));
            tasks.spawn(polling::poll(app.clone(), every, polling.clone()));
        }
        let wake = ChangeNotifier::new(app.database.topology().clone(), app.notifier.clone());
        tasks.spawn(polling::follow(app.clone(), wake, app.stop.clone()));
        tasks.spawn(app.plans.clone().run(app.stop.clone()));
        tasks.spawn(app.connection_limiter.clone().run(app.stop.clone()));
        tasks.spawn(app.nodes.clone().run(app.stop.clone()));
        tasks.spawn(make_way(app.clone(), app.stop.clone()));
        tasks.spawn(app.keys.clone().run(app.stop.clone()));
        tasks.spawn(app.usage.clone().run(app.stop.clone()));
        let connections = Connections::new(&app.config.connections);
        for (listener, part) in listeners {
            let routes = Arc::new(PerThreadRouter::new(&app, part));
            tasks.spawn(serve::serve(listener, routes, connections.clone(), app.stop.clone()));
        }
        Ok(Self { address, app, connections, tasks, polling })
    }

    /// Stop: tell sockets to come back later, let requests finish, end every task.
    pub async fn stop(self) {
        self.polling.cancel();
        self.app.hub.drain(DRAIN).await;
        self.app.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(GRACE, self.tasks.wait()).await.is_err() {
            tracing::warn!("requests aborted at shutdown");
        }
        self.app.usage.drain().await;
    }
}

async fn bind(address: std::net::SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| refused(address, &error))
}

fn refused(address: std::net::SocketAddr, error: &std::io::Error) -> StartError {
    let (host, port) = (address.ip(), address.port());
    let (setting, why) = match error.kind() {
        std::io::ErrorKind::AddrInUse => (
            format!("SERVER_PORT={port}"),
            "is taken by another program; stop the program that has it or choose another port"
                .to_owned(),
        ),
        std::io::ErrorKind::PermissionDenied => (
            format!("SERVER_PORT={port}"),
            "may not be used by this user; choose a port from 1024 on".to_owned(),
        ),
        std::io::ErrorKind::AddrNotAvailable => (
            format!("SERVER_HOST={host}"),
            "is no address of this machine; write 0.0.0.0 to listen on all it has".to_owned(),
        ),
        _ => (format!("SERVER_PORT={port}"), format!("does not open ({error})")),
    };
    StartError::Bind { setting, address, why }
}
