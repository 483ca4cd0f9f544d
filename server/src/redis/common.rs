//! What all processes on one Redis have in common.

use super::{Bus, Link, Signals};
use crate::config::Redis;
use std::sync::Arc;

/// The connections of one process, and what its keys begin with. Cheap to clone.
///
/// Limits have a connection of their own (see [`crate::limits::Gate`]): a large answer on its way
/// must not hold up the check that every request waits for.
#[derive(Clone, Debug)]
pub struct Common {
    /// What every key and channel begins with.
    pub prefix: Arc<str>,
    /// To `REDIS_CACHE_DB`: answers and rankings.
    pub cache: Link,
    /// To `REDIS_REVERB_DB`: sockets.
    pub realtime: Link,
    /// What processes tell one another.
    pub signals: Signals,
    /// What nodes tell one another of sockets.
    pub bus: Bus,
}

impl Common {
    /// Connect; where Redis is away, go on without it and keep trying.
    pub async fn open(redis: &Redis) -> Self {
        let (cache, realtime) =
            tokio::join!(Link::open(redis.cache()), Link::open(redis.realtime()));
        let signals = Signals::open(redis.realtime(), realtime.clone(), &redis.prefix);
        let bus = Bus::new(redis.realtime(), realtime.clone(), &redis.prefix);
        Self { prefix: redis.prefix.as_str().into(), cache, realtime, signals, bus }
    }
}
