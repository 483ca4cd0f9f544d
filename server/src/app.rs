//! What every handler gets: the parts of the service, wired from a configuration.

use crate::{
    accounts::{Accounts, Keys, Plans, secret::AppKey},
    clock::Clock,
    config::Config,
    error::StartError,
    gateway::{
        CallBudget, Clients, FetchPeers, Fetcher, NoPeers, RedisPeers, SqlCacheTier, Statuses,
        leaderboard::{InProcess, InRedis, Leaderboards},
    },
    ingest::{Ingest, Poller},
    jobs,
    limits::{Misses, PageLimit, RateLimiter},
    mail::Mailer,
    net::Progress,
    queue::{Queue, Worker, WorkerConfig},
    realtime::{Announcer, ConnectionLimiter, Handshakes, MatchSource, Nodes, Receiver, message},
    redis::{Notifier, RedisContext},
    store::{Database, Leagues, Lease, MatchCache, MatchReader, Pulse, log::Log, matches::Matches},
    usage::Usage,
};
use entity::model::{Seq, Sport};
use live::{App, Hub, HubConfig};
use std::{collections::BTreeMap, ops::Deref, sync::Arc, time::Duration};
use tokio::sync::mpsc::unbounded_channel;
use tokio_util::sync::CancellationToken;

/// Changes kept in memory for clients that resume.
const HISTORY: u64 = 20_000;
/// Time given to jobs under way when the service stops; shorter than that of requests, so that what
/// is not done is handed back.
const JOB_GRACE: Duration = Duration::from_secs(3);

/// What every handler may use. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Counted>);

/// All of the service under one count of its users; see [`AppState::apart`].
struct Counted(Arc<Parts>);

/// The parts of the service.
pub struct Parts {
    /// What was configured.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    pub database: Database,
    /// Whether the database answers.
    pub pulse: Pulse,
    /// Customers.
    pub accounts: Accounts,
    /// Matches in the database.
    pub matches: Matches,
    /// How they are read.
    pub reader: MatchReader,
    pub log: Log,
    /// Which process polls.
    pub lease: Lease,
    /// What processes tell one another, where Redis carries it.
    pub notifier: Option<Notifier>,
    pub leagues: Leagues,
    /// The matches of these days.
    pub match_cache: MatchCache,
    /// The realtime engine.
    pub hub: Hub,
    pub plans: Plans,
    /// The keys of customers.
    pub keys: Keys,
    /// The limits of requests.
    pub limits: RateLimiter,
    /// What questions may cost of the upstream.
    pub misses: Misses,
    pub pages: PageLimit,
    /// What customers used.
    pub usage: Usage,
    /// The way in.
    pub ingest: Arc<Ingest>,
    /// Work for later.
    pub queue: Queue,
    /// The way mails leave.
    pub mailer: Mailer,
    /// How polling goes.
    pub statuses: Statuses,
    /// The ways to the upstreams.
    pub clients: Clients,
    /// What the upstreams said, fetched once for everybody.
    pub fetcher: Fetcher,
    /// The places for sockets and streams, on all nodes together.
    pub connection_limiter: ConnectionLimiter,
    /// This node among the others.
    pub nodes: Nodes,
    /// What signs private channels and the HTTP API of publishers.
    pub signer: App,
    /// How often one address may begin a socket or a stream.
    pub handshakes: Handshakes,
    /// Rankings of players.
    pub leaderboards: Arc<dyn Leaderboards>,
    /// Cancelled when the service is to stop.
    pub stop: CancellationToken,
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.0
    }
}

impl AppState {
    /// Open everything; nothing is polled or served yet.
    pub async fn open(config: Config) -> Result<Self, StartError> {
        let clock = config.clock;
        // What the settings alone can say comes first: a start that they stop leaves no trace.
        AppKey::check(&config).map_err(StartError::accounts)?;
        let mailer = Mailer::open(&config)?;
        let database = Database::connect(&config.storage.database_url).await?;
        database.migrate().await?;
        let queue = Queue::new(database.clone(), Clock::Real);
        let limits = RateLimiter::open(config.rate_limit, config.redis.as_ref()).await;
        let accounts = Accounts::open(&config, database.clone(), queue.clone())
            .map_err(StartError::accounts)?
            .throttled_by(limits.limiter());
        let sealed = accounts.seal_seeds().await?;
        if sealed > 0 {
            tracing::info!(sealed, "second factors were sealed under the application's key");
        }
        let log = Log::open(database.clone()).await?;
        let leagues = Leagues::load(database.clone()).await?;
        let match_cache = MatchCache::default();
        let common = match &config.redis {
            Some(redis) => Some(RedisContext::open(redis).await),
            None => None,
        };
        let notifier = common.as_ref().map(|common| common.notifier.clone());
        let announcer = Announcer::new(notifier.clone());
        let lease = Lease::of_polling(database.clone());
        let ingest = Ingest::new(
            database.clone(),
            log.clone(),
            lease.clone(),
            leagues.clone(),
            match_cache.clone(),
            clock,
            Arc::new(announcer.clone()),
        );
        let left = ingest.recover().await?;
        if left > 0 {
            tracing::info!(changes = left, "announced changes left over by a crash");
        }
        // The head first: what is committed meanwhile is then in both, or followed.
        let head = log.head().await?;
        let history = log.tail(HISTORY).await?.iter().map(message).collect();
        let usage = Usage::new(database.clone(), clock);
        let secret = config.realtime.app_secret.clone();
        let secret = secret.unwrap_or_else(|| accounts.key.mark("reverb", "secret"));
        let signer = App::new(config.realtime.app_key.as_str(), secret);
        let (happenings, happened) = unbounded_channel();
        let source = Arc::new(MatchSource {
            match_cache: match_cache.clone(),
            leagues: leagues.clone(),
            clock,
            usage: usage.recorder().clone(),
            signer: signer.clone(),
            happenings,
        });
        let hub = HubConfig { take_over: Progress::take_over, ..HubConfig::default() };
        let hub = Hub::start(hub, &log.epoch().0, history, head.0, source)
            .map_err(StartError::Realtime)?;
        announcer.connect(hub.clone());
        let nodes = Nodes::new(hub.clone(), common.as_ref(), happened)
            .counting(config.realtime.counts)
            .telling(config.realtime.webhook.as_ref().map(|_| queue.clone()));
        let plans = Plans::load(database.clone()).await?;
        let keys = Keys::new(
            database.clone(),
            clock,
            plans.clone(),
            hub.clone(),
            usage.refusals().clone(),
            config.rate_limit.enabled,
        );
        let (statuses, stop) = (Statuses::default(), CancellationToken::new());
        let clients = Clients::new(config.upstream.clone(), clock, stop.clone());
        let fetcher = Fetcher::new(
            Arc::new(clients.clone()),
            peers(common.as_ref()),
            Some(SqlCacheTier::new(database.clone())),
            CallBudget::new(statuses.clone(), clock),
            clock,
        );
        let matches = Matches::new(database.clone());
        Ok(AppState(Arc::new(Counted(Arc::new(Parts {
            clock,
            reader: MatchReader::new(match_cache.clone(), matches.clone(), clock),
            matches,
            queue,
            mailer,
            accounts,
            pulse: Pulse::new(database.clone()),
            database,
            log,
            lease,
            notifier,
            leagues,
            match_cache,
            hub,
            plans,
            keys,
            limits,
            misses: Misses::new(config.rate_limit.enabled),
            pages: PageLimit::new(config.rate_limit.pages),
            usage,
            ingest: Arc::new(ingest),
            statuses,
            clients,
            fetcher,
            nodes,
            signer,
            connection_limiter: ConnectionLimiter::new(common.as_ref()),
            handshakes: Handshakes::new(config.rate_limit.enabled),
            leaderboards: leaderboards(common.as_ref()),
            stop,
            config,
        })))))
    }

    /// The same service with a count of its own: threads that clone and drop one all day do not
    /// pass one number to and fro.
    pub fn apart(&self) -> Self {
        Self(Arc::new(Counted(self.0.0.clone())))
    }

    /// A poller for each followed sport. Starts the simulator where one is wanted.
    pub async fn pollers(&self) -> Result<BTreeMap<Sport, Poller>, StartError> {
        let mut pollers = BTreeMap::new();
        for (sport, client) in self.clients.all().await? {
            let hub = self.hub.clone();
            let poller = Poller::new(
                *sport,
                client.clone(),
                self.ingest.clone(),
                self.match_cache.clone(),
                self.clock,
                Arc::new(move |channel| hub.subscribers(channel) > 0),
                self.statuses.clone(),
            );
            pollers.insert(*sport, poller);
        }
        Ok(pollers)
    }

    /// A worker for every queue.
    pub fn worker(&self) -> Worker<jobs::Context> {
        let context = jobs::Context {
            clock: self.clock,
            database: self.database.clone(),
            log: self.log.clone(),
            queue: self.queue.clone(),
            mailer: self.mailer.clone(),
            app_url: self.config.bind.app_url.clone(),
            webhooks: Receiver::of(&self.config.realtime),
        };
        let config = WorkerConfig { grace: JOB_GRACE, ..WorkerConfig::default() };
        Worker::new(self.queue.clone(), jobs::registry(), Arc::new(context), config)
    }

    /// The head of the log as clients know it. Read it before the state that it is said of, so that
    /// whoever goes on from it misses nothing.
    pub fn position(&self) -> entity::model::Position {
        entity::model::Position { epoch: self.log.epoch().clone(), seq: Seq(self.hub.head()) }
    }
}

fn peers(common: Option<&RedisContext>) -> Arc<dyn FetchPeers> {
    match common {
        Some(common) => Arc::new(RedisPeers::new(common)),
        None => Arc::new(NoPeers),
    }
}

fn leaderboards(common: Option<&RedisContext>) -> Arc<dyn Leaderboards> {
    match common {
        Some(common) => Arc::new(InRedis::new(common.cache.clone(), common.prefix.clone())),
        None => Arc::new(InProcess::default()),
    }
}
