//! The nodes on one Redis: they share what one of them fetched.

use super::{FetchPeers, StoredResponse};
use crate::{
    gateway::codec::{pack, unpack},
    redis::{Connection, Notifier, RedisContext, RedisUnavailable, Script, Signal, key, script},
};
use async_trait::async_trait;
use bytes::Bytes;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{sync::broadcast::error::RecvError, task::AbortHandle};

/// A claim of a process that died runs out after so long; one that lives renews it.
const CLAIM_TTL: Duration = Duration::from_secs(6);
/// Bodies from this size on are packed and unpacked beside the tasks that answer requests.
const OFFLOAD_BYTES: usize = 64 * 1024;

/// Answers and claims in Redis. While it is away, this node fetches as if it were alone.
pub struct RedisPeers {
    link: Connection,
    notifier: Notifier,
    prefix: Arc<str>,
    script: Arc<Script>,
    /// What this node claimed.
    claims: Mutex<HashMap<String, Claim>>,
}

/// A claim; it is renewed until this is dropped.
struct Claim {
    /// Tells this claim from every other.
    token: String,
    renewal: AbortHandle,
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.renewal.abort();
    }
}

impl RedisPeers {
    /// The nodes on this Redis.
    pub fn new(common: &RedisContext) -> Self {
        Self {
            link: common.cache.clone(),
            notifier: common.notifier.clone(),
            prefix: common.prefix.clone(),
            script: Arc::new(script::claim()),
            claims: Mutex::default(),
        }
    }

    fn claims(&self) -> std::sync::MutexGuard<'_, HashMap<String, Claim>> {
        self.claims.lock().expect("no holder of this lock panics")
    }

    /// Renew a claim again and again, at most for so long.
    fn renew(&self, key: &str, token: &str, at_most: Duration) -> AbortHandle {
        let (link, script) = (self.link.clone(), self.script.clone());
        let (key, token) = (key::fetch(&self.prefix, key), token.to_owned());
        let renewal = async move {
            loop {
                tokio::time::sleep(CLAIM_TTL / 3).await;
                own(&link, &script, &key, &token, CLAIM_TTL).await;
            }
        };
        tokio::spawn(tokio::time::timeout(at_most, renewal)).abort_handle()
    }
}

#[async_trait]
impl FetchPeers for RedisPeers {
    async fn read(&self, key: &str) -> Option<StoredResponse> {
        let name = key::answer(&self.prefix, key);
        let found: Option<Bytes> = self
            .link
            .run(async move |mut on| redis::cmd("GET").arg(name).query_async(&mut on).await)
            .await
            .ok()?;
        let bytes = found?;
        offload(bytes.len(), move || unpack(&bytes)).await?
    }

    async fn write(&self, key: &str, kept: &StoredResponse, keep: Duration) {
        let kept = kept.clone();
        let Some(bytes) = offload(kept.body.len(), move || pack(&kept)).await else { return };
        let (name, keep) = (key::answer(&self.prefix, key), millis(keep));
        // Redis is away: the others fetch for themselves.
        let _: Result<(), RedisUnavailable> = self
            .link
            .run(async move |mut on| {
                redis::cmd("SET")
                    .arg(name)
                    .arg(bytes)
                    .arg("PX")
                    .arg(keep)
                    .query_async(&mut on)
                    .await
            })
            .await;
    }

    async fn claim(&self, key: &str, at_most: Duration) -> bool {
        let token = format!("{:032x}", rand::random::<u128>());
        let name = key::fetch(&self.prefix, key);
        // A claim whose answer is lost may stand all the same: it is renewed and given back too.
        let renewal = self.renew(key, &token, at_most);
        let claim = Claim { token: token.clone(), renewal };
        let set: Result<Option<String>, RedisUnavailable> = self
            .link
            .run(async move |mut on| {
                let mut set = redis::cmd("SET");
                set.arg(name).arg(token).arg("NX").arg("PX").arg(millis(CLAIM_TTL));
                set.query_async(&mut on).await
            })
            .await;
        let claimed = !matches!(set, Ok(None));
        if claimed {
            self.claims().insert(key.to_owned(), claim);
        }
        claimed
    }

    async fn release(&self, key: &str) {
        let claim = self.claims().remove(key);
        let Some(claim) = claim else { return };
        let name = key::fetch(&self.prefix, key);
        own(&self.link, &self.script, &name, &claim.token, Duration::ZERO).await;
        self.notifier.fetched(key);
    }

    async fn wait(&self, key: &str, at_most: Duration) {
        let mut heard = self.notifier.subscribe();
        let over = async {
            loop {
                match heard.recv().await {
                    Ok(Signal::Fetched(other)) if *other != *key => {}
                    Ok(Signal::DataChanged | Signal::MakeWay(_) | Signal::MakingWay(_)) => {}
                    Ok(Signal::Fetched(_) | Signal::Missed) | Err(RecvError::Lagged(_)) => return,
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        // Late is no failure: the caller looks for itself.
        let _ = tokio::time::timeout(at_most, over).await;
    }
}

/// Keep one's own claim for so long, or give it back.
async fn own(link: &Connection, script: &Script, key: &str, token: &str, keep: Duration) {
    let mut call = script.prepare_invoke();
    call.key(key).arg(token).arg(millis(keep));
    // Redis is away: the claim runs out by itself.
    let _: Result<i64, RedisUnavailable> =
        link.run(async move |mut on| call.invoke_async(&mut on).await).await;
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

/// Do what takes long on a thread where nothing else waits for it.
async fn offload<T: Send + 'static>(
    size: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    if size < OFFLOAD_BYTES { Some(work()) } else { tokio::task::spawn_blocking(work).await.ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        redis::{Bus, testing},
        servers,
    };
    use entity::table::instant;

    const AT_MOST: Duration = Duration::from_secs(30);

    fn node(link: &Connection, prefix: &Arc<str>) -> RedisPeers {
        let at = redis::IntoConnectionInfo::into_connection_info(servers::redis_url())
            .expect("an address");
        let bus = Bus::new(at.clone(), link.clone(), prefix);
        let notifier = Notifier::open(at, link.clone(), prefix);
        RedisPeers::new(&RedisContext {
            prefix: prefix.clone(),
            cache: link.clone(),
            realtime: link.clone(),
            notifier,
            bus,
        })
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn one_node_claims_and_the_other_is_woken_and_reads_what_it_wrote() {
        let Some((link, prefix)) = testing::link().await else { return };
        let (one, two) = (node(&link, &prefix), node(&link, &prefix));
        while !two.notifier.is_listening() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(one.claim("k", AT_MOST).await);
        assert!(!two.claim("k", AT_MOST).await);
        two.release("k").await;
        assert!(!two.claim("k", AT_MOST).await, "nobody gives back what is another's");
        let kept =
            StoredResponse { body: vec![b'a'; 100_000].into(), as_of: instant(1_790_000_000_123) };
        let waiting = tokio::spawn(async move {
            let begun = std::time::Instant::now();
            two.wait("k", AT_MOST).await;
            (two.read("k").await, begun.elapsed(), two)
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        one.write("k", &kept, Duration::from_secs(60)).await;
        one.release("k").await;
        let (read, waited, two) = waiting.await.expect("ends");
        assert_eq!(read, Some(kept));
        assert!(waited < Duration::from_secs(5), "{waited:?}");
        assert!(two.claim("k", AT_MOST).await);
        testing::forget(&link, &prefix).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_claim_outlasts_its_time_only_while_its_holder_lives() {
        let Some((link, prefix)) = testing::link().await else { return };
        let (one, two) = (node(&link, &prefix), node(&link, &prefix));
        assert!(one.claim("k", AT_MOST).await);
        tokio::time::sleep(CLAIM_TTL + Duration::from_secs(1)).await;
        assert!(!two.claim("k", AT_MOST).await);
        drop(one);
        tokio::time::sleep(CLAIM_TTL + Duration::from_secs(1)).await;
        assert!(two.claim("k", AT_MOST).await);
        testing::forget(&link, &prefix).await;
    }

    #[tokio::test]
    async fn while_redis_is_away_every_node_is_alone() {
        let nowhere = format!("redis://127.0.0.1:{}", testing::free_port());
        let link = testing::link_to(&nowhere).await;
        let (one, two) = (node(&link, &"t:".into()), node(&link, &"t:".into()));
        assert!(one.claim("k", AT_MOST).await && two.claim("k", AT_MOST).await);
        assert_eq!(one.read("k").await, None);
        one.release("k").await;
    }
}
