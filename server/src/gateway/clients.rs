//! One client for each followed sport, made when first needed.

use crate::{
    clock::Clock,
    config::{Origin, Upstream},
    error::StartError,
    gateway::{Ask, AskError, FetchError},
};
use async_trait::async_trait;
use entity::model::Sport;
use std::{collections::BTreeMap, sync::Arc};
use tokio::{net::TcpListener, sync::OnceCell};
use tokio_util::sync::CancellationToken;
use upstream::{
    client::{Answer, Auth, Client, ClientConfig, Counts, Query},
    simulator::{Simulator, SimulatorConfig},
};

/// The seed of the matches a visitor sees without a key.
pub const DEMONSTRATION_SEED: u64 = 7;

/// The ways to the upstreams, shared by the pollers and by customers' questions. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Clients {
    upstream: Upstream,
    clock: Clock,
    stop: CancellationToken,
    made: Arc<OnceCell<BTreeMap<Sport, Client>>>,
}

impl Clients {
    /// The clients of a configuration; a simulator started for them ends with `stop`.
    pub fn new(upstream: Upstream, clock: Clock, stop: CancellationToken) -> Self {
        Self { upstream, clock, stop, made: Arc::default() }
    }

    /// Every client. The first call makes them, and starts the simulator where one is wanted.
    pub async fn all(&self) -> Result<&BTreeMap<Sport, Client>, StartError> {
        self.made.get_or_try_init(|| self.make()).await
    }

    /// How often each upstream was asked, by pollers and customers together.
    pub fn counts(&self) -> BTreeMap<Sport, Counts> {
        let made = self.made.get().into_iter().flatten();
        made.map(|(sport, client)| (*sport, client.counts())).collect()
    }

    async fn make(&self) -> Result<BTreeMap<Sport, Client>, StartError> {
        let mut clients = BTreeMap::new();
        let mut simulator = None;
        for (sport, origin) in &self.upstream.sports {
            let (base_url, auth) = match origin {
                Origin::Address { base_url, auth } => (base_url.clone(), auth.clone()),
                Origin::Simulator => {
                    // One for all sports, which it tells apart by the first word of the path.
                    let address = match simulator.take() {
                        Some(address) => address,
                        None => self.simulate().await?,
                    };
                    let base_url = format!("{address}/{sport}");
                    simulator = Some(address);
                    (base_url, Auth::None)
                }
            };
            let client = Client::new(ClientConfig::new(base_url, auth))
                .map_err(|source| StartError::Upstream { sport: *sport, source })?;
            clients.insert(*sport, client);
        }
        Ok(clients)
    }

    /// Run the simulator inside this process, on a port of its own.
    async fn simulate(&self) -> Result<String, StartError> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(StartError::Simulator)?;
        let address = listener.local_addr().map_err(StartError::Simulator)?;
        let simulator = Simulator::new(SimulatorConfig::new(DEMONSTRATION_SEED, self.clock.now()));
        let stop = self.stop.clone();
        tokio::spawn(async move {
            let served = axum::serve(listener, simulator.router())
                .with_graceful_shutdown(async move { stop.cancelled().await });
            if let Err(error) = served.await {
                tracing::error!(%error, "the simulator stopped");
            }
        });
        Ok(format!("http://{address}"))
    }
}

#[async_trait]
impl Ask for Clients {
    async fn ask(&self, sport: Sport, query: &Query) -> Result<Answer, AskError> {
        let clients = self.all().await.map_err(|error| {
            tracing::error!(%error, "the upstream's clients cannot be made");
            FetchError::Cancelled
        })?;
        let client = clients.get(&sport).ok_or(FetchError::NotFollowed(sport))?;
        Ok(client.get(query).await?)
    }
}
