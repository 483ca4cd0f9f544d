//! Buckets in this process.

use super::{Bucket, Limiter, Outcome, Quota, Subject};
use async_trait::async_trait;
use foldhash::{HashMap, quality::RandomState};
use std::{
    hash::BuildHasher,
    sync::Mutex,
    time::{SystemTime, UNIX_EPOCH},
};

const SHARDS: usize = 16;
/// Below this many subjects a shard is not searched for idle ones.
const INITIAL_CAPACITY: usize = 1_024;
/// Most subjects of a shard; beyond, those that used least are forgotten, which forgives them little.
/// All together take some 40 MB.
const MAX_SUBJECTS: usize = 16_384;

/// Buckets in memory, spread over locks so that callers seldom meet.
#[derive(Debug)]
pub struct Local {
    shards: [Mutex<Shard>; SHARDS],
    hasher: RandomState,
}

#[derive(Debug)]
struct Shard {
    buckets: HashMap<Subject, (Bucket, Quota)>,
    /// Search for idle subjects at this size.
    search_at: usize,
}

impl Default for Local {
    fn default() -> Self {
        let shard =
            || Mutex::new(Shard { buckets: HashMap::default(), search_at: INITIAL_CAPACITY });
        Self { shards: std::array::from_fn(|_| shard()), hasher: RandomState::default() }
    }
}

impl Shard {
    /// Forget half of the subjects, those that used least of what they have. Who fills the memory
    /// with subjects that asked once makes room among these, and not for one who is held back.
    fn forget_least(&mut self, now: u64) {
        let mut used: Vec<u64> = self.buckets.values().map(|(b, q)| b.fullness(*q, now)).collect();
        let mut left = used.len() / 2;
        let (_, middle, _) = used.select_nth_unstable(left);
        let middle = *middle;
        self.buckets.retain(|_, (bucket, quota)| {
            let forgotten = left > 0 && bucket.fullness(*quota, now) <= middle;
            left -= usize::from(forgotten);
            !forgotten
        });
    }
}

impl Local {
    /// Subjects kept.
    pub fn len(&self) -> usize {
        self.shards.iter().map(|s| s.lock().map_or(0, |shard| shard.buckets.len())).sum()
    }

    /// Whether nobody is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn with<T>(
        &self,
        subject: Subject,
        quota: Quota,
        now: u64,
        f: impl FnOnce(&mut Bucket) -> T,
    ) -> T {
        #[expect(clippy::cast_possible_truncation, reason = "any bits of a hash do")]
        let place = self.hasher.hash_one(subject) as usize % SHARDS;
        let mut shard = self.shards[place].lock().expect("no holder of this lock panics");
        if let Some((bucket, last)) = shard.buckets.get_mut(&subject) {
            *last = quota;
            return f(bucket);
        }
        if shard.buckets.len() >= shard.search_at {
            shard.buckets.retain(|_, (bucket, quota)| !bucket.is_idle(*quota, now));
            if shard.buckets.len() >= MAX_SUBJECTS {
                shard.forget_least(now);
            }
            shard.search_at = (shard.buckets.len() * 2).clamp(INITIAL_CAPACITY, MAX_SUBJECTS);
        }
        let mut bucket = Bucket::default();
        let outcome = f(&mut bucket);
        shard.buckets.insert(subject, (bucket, quota));
        outcome
    }
}

#[async_trait]
impl Limiter for Local {
    async fn charge(&self, subject: Subject, quota: Quota, now: u64) -> Outcome {
        self.with(subject, quota, now, |bucket| bucket.charge(quota, now))
    }

    async fn refund(&self, subject: Subject, quota: Quota, now: u64) -> Outcome {
        self.with(subject, quota, now, |bucket| bucket.refund(quota, now))
    }

    async fn peek(&self, subject: Subject, quota: Quota, now: u64) -> Outcome {
        self.with(subject, quota, now, |bucket| bucket.peek(quota, now))
    }
}

/// Microseconds since 1970. The machine's own clock: limits are of real time, also in a replay.
pub fn micros() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}
