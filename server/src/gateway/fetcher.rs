//! The fetcher: from memory, from the shelf, from another node, or by one call for all.

use super::{
    AskError, CallBudget, FetchError, FetchPeers, Payer, Policy, Rank, SqlCacheTier,
    StoredResponse, Unlimited,
};
use async_trait::async_trait;
use bytes::Bytes;
use chrono::TimeDelta;
use entity::model::{Instant, Sport};
use futures::future::{BoxFuture, FutureExt, Shared};
use http::HeaderMap;
use moka::future::Cache;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use upstream::client::{Answer, Query};

/// The largest answer that is passed on.
pub const MAX_RESPONSE_BYTES: usize = 8 * 1024 * 1024;
/// All answers in memory together.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;
/// Most failures remembered at once.
const NEGATIVE_CACHE_CAPACITY: u64 = 10_000;
/// How long one node may fetch before another one does; longer than the client waits.
const CLAIM_TTL: Duration = Duration::from_secs(30);
/// How long a node waits for word from the one that is fetching before it looks for itself.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Asks an upstream, once.
#[async_trait]
pub trait Ask: Send + Sync {
    /// Ask; a sport without an upstream is a [`FetchError::NotFollowed`].
    async fn ask(&self, sport: Sport, query: &Query) -> Result<Answer, AskError>;
}

/// Where an answer came from: at hand, fetched for this request, or past its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, utoipa::ToSchema)]
#[schema(rename_all = "UPPERCASE")]
pub enum Source {
    /// It was at hand and good.
    Hit,
    /// It was fetched for this request.
    Miss,
    /// It was at hand and past its time.
    Stale,
}

impl Source {
    /// The word in `X-Cache`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Source::Hit => "HIT",
            Source::Miss => "MISS",
            Source::Stale => "STALE",
        }
    }
}

/// An answer, how old it is, and where it came from.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The upstream's answer.
    pub answer: Arc<Answer>,
    /// When it came, by the service's clock.
    pub as_of: Instant,
    pub source: Source,
}

#[derive(Clone, Debug)]
struct CachedResponse {
    answer: Arc<Answer>,
    as_of: Instant,
}

impl CachedResponse {
    /// Up to which age it is good.
    fn fresh(&self, policy: Policy) -> TimeDelta {
        let empty = self.answer.results() == Some(0);
        if empty { policy.fresh.max(policy.empty) } else { policy.fresh }
    }
}

type Flight = Shared<BoxFuture<'static, Result<(CachedResponse, Source), FetchError>>>;

/// Cheap to clone.
#[derive(Clone)]
pub struct Fetcher(Arc<Parts>);

struct Parts {
    ask: Arc<dyn Ask>,
    peers: Arc<dyn FetchPeers>,
    shelf: Option<SqlCacheTier>,
    allowances: CallBudget,
    held: Cache<String, CachedResponse>,
    faults: Cache<String, (FetchError, Instant)>,
    flights: Mutex<HashMap<String, Flight>>,
    clock: crate::clock::Clock,
}

impl Fetcher {
    /// A fetcher that holds nothing yet.
    pub fn new(
        ask: Arc<dyn Ask>,
        peers: Arc<dyn FetchPeers>,
        shelf: Option<SqlCacheTier>,
        allowances: CallBudget,
        clock: crate::clock::Clock,
    ) -> Self {
        let held = Cache::builder()
            .max_capacity(CACHE_BYTES)
            .weigher(|key: &String, held: &CachedResponse| {
                u32::try_from(key.len() + held.answer.body().len() + 512).unwrap_or(u32::MAX)
            })
            .build();
        let faults = Cache::builder().max_capacity(NEGATIVE_CACHE_CAPACITY).build();
        let flights = Mutex::default();
        Self(Arc::new(Parts { ask, peers, shelf, allowances, held, faults, flights, clock }))
    }

    /// The answer to a question, as `policy` wants it. What has to be asked for goes on the account of
    /// `payer`; what is at hand, or on its way for somebody else, costs nothing.
    pub async fn get(
        &self,
        sport: Sport,
        query: &Query,
        policy: Policy,
        payer: &dyn Payer,
    ) -> Result<Fetched, FetchError> {
        let key = format!("{sport}/{query}");
        let Some(held) = self.at_hand(&key, policy).await else {
            return match self.negative_cached(sport, &key).await {
                Some(fault) => Err(fault),
                None => {
                    let flight = self.join(key, sport, query, policy, payer)?;
                    flight.await.map(|(held, source)| to_fetched(held, source))
                }
            };
        };
        let age = self.0.clock.now() - held.as_of;
        if age < held.fresh(policy) {
            return Ok(to_fetched(held, Source::Hit));
        }
        let resting = self.negative_cached(sport, &key).await;
        if age < policy.revalidate {
            if resting.is_none() {
                // Nobody waits for it: whoever asks next has it.
                drop(self.join(key, sport, query, policy, payer));
            }
            return Ok(to_fetched(held, Source::Stale));
        }
        let fetched = match resting {
            Some(fault) => Err(fault),
            None => match self.join(key, sport, query, policy, payer) {
                Ok(flight) => flight.await,
                Err(fault) => Err(fault),
            },
        };
        match fetched {
            Ok((new, source)) => Ok(to_fetched(new, source)),
            Err(_) if age < policy.on_error => Ok(to_fetched(held, Source::Stale)),
            Err(fault) => Err(fault),
        }
    }

    /// The answer to a question where one is at hand, however old; nothing is asked for.
    pub async fn have(&self, sport: Sport, query: &Query, policy: Policy) -> Option<Fetched> {
        let held = self.at_hand(&format!("{sport}/{query}"), policy).await?;
        Some(to_fetched(held, Source::Hit))
    }

    /// The questions about a sport whose answers are kept over a restart.
    pub async fn stored_queries(&self, sport: Sport) -> Result<Vec<Query>, sea_orm::DbErr> {
        let Some(shelf) = &self.0.shelf else { return Ok(Vec::new()) };
        let prefix = format!("{sport}/");
        let keys = shelf.keys(&prefix).await?;
        Ok(keys.iter().filter_map(|key| key.strip_prefix(&prefix)).map(Query::read).collect())
    }

    /// Ask a question anew however good its answer is, and keep the new one for all nodes.
    pub async fn renew(
        &self,
        sport: Sport,
        query: &Query,
        policy: Policy,
    ) -> Result<(), FetchError> {
        let key = format!("{sport}/{query}");
        self.call(&key, sport, query, policy, Unlimited.rank()).await.map(drop)
    }

    /// What memory holds, and else the shelf where the policy keeps it there.
    async fn at_hand(&self, key: &str, policy: Policy) -> Option<CachedResponse> {
        if let Some(held) = self.0.held.get(key).await {
            return Some(held);
        }
        let shelf = self.0.shelf.as_ref().filter(|_| policy.keep)?;
        let kept = match shelf.load(key).await {
            Ok(kept) => kept?,
            Err(error) => {
                tracing::warn!(%error, key, "cached answer unreadable; fetched instead");
                return None;
            }
        };
        let held = decode(&kept)?;
        self.0.held.insert(key.to_owned(), held.clone()).await;
        Some(held)
    }

    /// The failure that is still remembered for this question or the whole sport.
    async fn negative_cached(&self, sport: Sport, key: &str) -> Option<FetchError> {
        let now = self.0.clock.now();
        for key in [key, sport.slug()] {
            if let Some((fault, _)) = self.0.faults.get(key).await.filter(|(_, at)| *at > now) {
                return Some(fault);
            }
        }
        None
    }

    /// Join the call that is under way for `key`, or begin it where `payer` pays. It goes on when
    /// nobody waits.
    fn join(
        &self,
        key: String,
        sport: Sport,
        query: &Query,
        policy: Policy,
        payer: &dyn Payer,
    ) -> Result<Flight, FetchError> {
        let mut flights = self.0.flights.lock().expect("no holder of this lock panics");
        if let Some(flight) = flights.get(&key) {
            return Ok(flight.clone());
        }
        payer.pay().map_err(FetchError::Spent)?;
        let rank = payer.rank();
        let (this, query, own) = (self.clone(), query.clone(), key.clone());
        let task = tokio::spawn(async move {
            let _landed = FlightGuard { of: this.clone(), key: own.clone() };
            this.fetch(&own, sport, &query, policy, rank).await
        });
        let flight =
            async move { task.await.unwrap_or(Err(FetchError::Cancelled)) }.boxed().shared();
        flights.insert(key, flight.clone());
        Ok(flight)
    }

    /// One call, by this node or another; what came of it is remembered.
    ///
    /// What another node had fetched before is a hit; what had to be waited for is not.
    async fn fetch(
        &self,
        key: &str,
        sport: Sport,
        query: &Query,
        policy: Policy,
        rank: Rank,
    ) -> Result<(CachedResponse, Source), FetchError> {
        // A flight may have landed between the asker's look and this one.
        let at_hand = self.0.held.get(key).await;
        if let Some(held) = at_hand.filter(|held| self.0.clock.now() - held.as_of < policy.fresh) {
            return Ok((held, Source::Miss));
        }
        if let Some(fault) = self.negative_cached(sport, key).await {
            return Err(fault);
        }
        let begun = std::time::Instant::now();
        let mut source = Source::Hit;
        while !self.0.peers.claim(key, CLAIM_TTL).await {
            source = Source::Miss;
            self.0.peers.wait(key, POLL_INTERVAL).await;
            if let Some(held) = self.shared(key, policy).await {
                return Ok((held, source));
            }
            if begun.elapsed() > CLAIM_TTL {
                break;
            }
        }
        // Another node may have finished between the look and the claim.
        let result = match self.shared(key, policy).await {
            Some(held) => Ok((held, source)),
            None => {
                self.call(key, sport, query, policy, rank).await.map(|held| (held, Source::Miss))
            }
        };
        self.0.peers.release(key).await;
        if let Err(fault) = &result {
            let now = self.0.clock.now();
            let (rest, all) = fault.rest(now);
            let word = if all { sport.slug().to_owned() } else { key.to_owned() };
            self.0.faults.insert(word, (fault.clone(), now + rest)).await;
            tracing::debug!(key, %fault, "upstream fetch failed");
        }
        result
    }

    /// A good answer that another node shares.
    async fn shared(&self, key: &str, policy: Policy) -> Option<CachedResponse> {
        let held = decode(&self.0.peers.read(key).await?)?;
        if self.0.clock.now() - held.as_of >= policy.fresh.max(TimeDelta::seconds(1)) {
            return None;
        }
        self.0.held.insert(key.to_owned(), held.clone()).await;
        Some(held)
    }

    async fn call(
        &self,
        key: &str,
        sport: Sport,
        query: &Query,
        policy: Policy,
        rank: Rank,
    ) -> Result<CachedResponse, FetchError> {
        let spent = self.0.allowances.spend(sport, rank).map_err(FetchError::BudgetExhausted)?;
        let (budget, result) = match self.0.ask.ask(sport, query).await {
            Ok(answer) => (answer.budget(), Ok(answer)),
            Err(AskError::Failed(failure)) => {
                (failure.budget, Err(FetchError::Upstream(failure.error)))
            }
            Err(AskError::NotAsked(fault)) => return Err(fault),
        };
        self.0.allowances.note(sport, budget);
        drop(spent);
        let answer = result?;
        if answer.body().len() > MAX_RESPONSE_BYTES {
            return Err(FetchError::TooLarge(MAX_RESPONSE_BYTES));
        }
        let held = CachedResponse { answer: Arc::new(answer), as_of: self.0.clock.now() };
        self.0.held.insert(key.to_owned(), held.clone()).await;
        let kept = StoredResponse { body: held.answer.body().clone(), as_of: held.as_of };
        let keep = policy.fresh.to_std().unwrap_or_default().max(Duration::from_secs(1));
        self.0.peers.write(key, &kept, keep).await;
        if let Some(shelf) = self.0.shelf.as_ref().filter(|_| policy.keep)
            && let Err(error) = shelf.save(key, &kept).await
        {
            tracing::warn!(%error, key, "cache write failed");
        }
        Ok(held)
    }
}

/// Takes the flight off the list when it is over, however it ends.
struct FlightGuard {
    of: Fetcher,
    key: String,
}

impl Drop for FlightGuard {
    fn drop(&mut self) {
        let mut flights = self.of.0.flights.lock().expect("no holder of this lock panics");
        flights.remove(&self.key);
    }
}

fn to_fetched(held: CachedResponse, source: Source) -> Fetched {
    Fetched { answer: held.answer, as_of: held.as_of, source }
}

/// Kept bytes as an answer again; what is no good answer is as if it were not there.
fn decode(kept: &StoredResponse) -> Option<CachedResponse> {
    let StoredResponse { body, as_of } = kept;
    let body: Bytes = body.clone();
    let answer = Answer::open(200, &HeaderMap::new(), body, *as_of).ok()?;
    Some(CachedResponse { answer: Arc::new(answer), as_of: *as_of })
}

#[cfg(test)]
#[path = "fetcher_tests.rs"]
mod tests;
