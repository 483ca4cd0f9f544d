//! One connection to Redis that knows when it is away, and comes back by itself.

use super::Health;
use redis::{
    AsyncConnectionConfig, Client, ConnectionInfo, RedisError, RedisResult,
    aio::MultiplexedConnection,
};
use std::{
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

/// A connection on which nobody is answered for two such spans hangs. One that answers others is
/// merely busy, and worth waiting for: a busy Redis still counts exactly, a fallback does not. Long
/// enough that a machine with no processor to spare does not pass for a Redis that hangs; a Redis
/// that is gone closes its connection, which is known at once.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(250);
/// Spans that even a busy connection is given.
const MAX_TIMEOUTS: u32 = 8;
/// Connecting may take longer: nobody waits for it.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(500);

/// A shared connection. Cheap to clone; all callers' commands go down one pipe.
#[derive(Clone, Debug)]
pub struct Connection(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: Client,
    state: Mutex<State>,
    /// Calls answered so far, by which a busy connection is told from one that hangs.
    answers: AtomicU64,
}

#[derive(Debug)]
struct State {
    /// `None` while Redis is away and a task of its own probes for it.
    connection: Option<MultiplexedConnection>,
    health: Health,
    /// Goes up with every connection, so that a late failure of an old one says nothing.
    generation: u64,
}

/// Redis is away or did not answer in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Redis is away")]
pub struct RedisUnavailable;

impl Connection {
    /// Connect; where Redis is away, go on without it and keep probing.
    pub async fn open(at: ConnectionInfo) -> Self {
        let client = Client::open(at).expect("the settings were read as an address of Redis");
        let connection = connect(&client).await;
        let state = State { health: Health::default(), generation: 0, connection: None };
        let (state, answers) = (Mutex::new(state), AtomicU64::new(0));
        let link = Self(Arc::new(Inner { client, state, answers }));
        match connection {
            Ok(connection) => link.0.lock().connection = Some(connection),
            Err(error) => {
                tracing::warn!(%error, "Redis unavailable; this process goes on by itself for now");
                tokio::spawn(probe(Arc::downgrade(&link.0)));
            }
        }
        link
    }

    /// Whether calls are sent to Redis at present.
    pub fn is_up(&self) -> bool {
        self.0.lock().connection.is_some()
    }

    /// Send one call, and wait for its answer no longer than a moment.
    pub async fn run<T>(
        &self,
        call: impl AsyncFnOnce(MultiplexedConnection) -> RedisResult<T>,
    ) -> Result<T, RedisUnavailable> {
        let (connection, generation) = {
            let state = self.0.lock();
            (state.connection.clone().ok_or(RedisUnavailable)?, state.generation)
        };
        let mut call = std::pin::pin!(call(connection));
        let (mut seen, mut silent) = (self.0.answers.load(Relaxed), 0);
        for _ in 0..MAX_TIMEOUTS {
            match tokio::time::timeout(ANSWER_TIMEOUT, &mut call).await {
                Ok(Ok(answer)) => {
                    self.0.answers.fetch_add(1, Relaxed);
                    self.0.lock().health.answered();
                    return Ok(answer);
                }
                Ok(Err(error)) => {
                    self.failed(generation, Some(&error));
                    return Err(RedisUnavailable);
                }
                Err(_) => {
                    let now = self.0.answers.load(Relaxed);
                    silent = if now == seen { silent + 1 } else { 0 };
                    seen = now;
                }
            }
            if silent == 2 {
                break;
            }
        }
        self.failed(generation, None);
        Err(RedisUnavailable)
    }

    fn failed(&self, generation: u64, error: Option<&RedisError>) {
        let mut state = self.0.lock();
        if state.generation != generation || state.connection.is_none() {
            return;
        }
        let lost = error.is_some_and(|e| e.is_io_error() && !e.is_timeout());
        if state.health.failed(lost) {
            state.connection = None;
            let error = error.map_or_else(|| "no answer in time".to_owned(), ToString::to_string);
            tracing::warn!(error, "Redis unavailable; this process goes on by itself for now");
            tokio::spawn(probe(Arc::downgrade(&self.0)));
        }
    }
}

impl Inner {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock panics")
    }
}

/// Try until Redis answers; end with the last holder of the link.
async fn probe(inner: Weak<Inner>) {
    for attempt in 0_u32.. {
        tokio::time::sleep(Health::backoff_delay(attempt, rand::random())).await;
        let Some(client) = inner.upgrade().map(|inner| inner.client.clone()) else { return };
        let Ok(connection) = connect(&client).await else { continue };
        let Some(inner) = inner.upgrade() else { return };
        let mut state = inner.lock();
        state.generation += 1;
        state.health = Health::default();
        state.connection = Some(connection);
        tracing::info!("Redis available again");
        return;
    }
}

/// A new connection that has answered once.
async fn connect(client: &Client) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT_TIMEOUT))
        .set_response_timeout(Some(CONNECT_TIMEOUT));
    let mut connection = client.get_multiplexed_async_connection_with_config(&config).await?;
    let _: () = redis::cmd("PING").query_async(&mut connection).await?;
    Ok(connection)
}
