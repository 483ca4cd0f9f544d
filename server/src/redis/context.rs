//! What all processes on one Redis have in common.

use super::{Bus, Connection, Notifier};
use crate::config::Redis;
use std::sync::Arc;

/// The connections of one process, and what its keys begin with. Cheap to clone.
///
/// Limits have a connection of their own (see [`crate::limits::RateLimiter`]): a large answer on its way
/// must not hold up the check that every request waits for.
#[derive(Clone, Debug)]
pub struct RedisContext {
    /// What every key and channel begins with.
    pub prefix: Arc<str>,
    /// To `REDIS_CACHE_DB`: answers and rankings.
    pub cache: Connection,
    /// To `REDIS_REVERB_DB`: sockets.
    pub realtime: Connection,
    /// What processes tell one another.
    pub notifier: Notifier,
    /// What nodes tell one another of sockets.
    pub bus: Bus,
}

impl RedisContext {
    /// Connect; where Redis is away, go on without it and keep trying.
    pub async fn open(redis: &Redis) -> Self {
        let (cache, realtime) =
            tokio::join!(Connection::open(redis.cache()), Connection::open(redis.realtime()));
        let notifier = Notifier::open(redis.realtime(), realtime.clone(), &redis.prefix);
        let bus = Bus::new(redis.realtime(), realtime.clone(), &redis.prefix);
        Self { prefix: redis.prefix.as_str().into(), cache, realtime, notifier, bus }
    }
}
