//! How many sockets and streams an owner has open on all nodes together.
//!
//! The engine counts those of its own node, and that count binds wherever there is no Redis or it is
//! away. With Redis each node states its own counts, by owner and share, each statement good for
//! [`SLOT_TTL`]; one script adds them up and gives or refuses a place, and says which share has to leave
//! one, by the rule of the engine. A node that dies stops stating.

use crate::redis::{
    Connection, Leaver, Notifier, RedisContext, RedisUnavailable, Script, Signal, Wanted, key,
    script,
};
use futures::StreamExt;
use live::{Bound, ConnectOptions};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{
        Notify,
        broadcast::{Receiver, error::RecvError},
    },
    time::Instant,
};
use tokio_util::sync::CancellationToken;

/// How long a statement counts. A third of it is the time between two.
const SLOT_TTL: Duration = Duration::from_secs(30);
/// How long a newcomer waits for a node to say, again and again, that sockets on it do not answer.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(600);
/// How long it waits for the place then, and how often it looks.
const WAIT_AND_RETRY: (Duration, Duration) = (Duration::from_secs(4), Duration::from_millis(100));
/// Statements under way at once.
const BATCH_SIZE: usize = 64;

/// Gives places. Cheap to clone.
#[derive(Clone)]
pub struct ConnectionLimiter(Option<Arc<Shared>>);

/// The owner or the share has as many open as may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitReached(pub Bound);

/// One place, free again when it is dropped.
pub struct ConnectionSlot {
    of: Arc<Shared>,
    slot: SlotClaim,
}

/// What is counted together: an owner's sockets and streams of one share, or of none.
#[derive(Clone, PartialEq, Eq, Hash)]
struct SlotClaim {
    owner: Arc<str>,
    share: Option<Arc<str>>,
}

/// How many places there are: of the owner, and of the share.
#[derive(Clone, Copy)]
struct SlotLimits {
    places: usize,
    part: usize,
}

struct Shared {
    link: Connection,
    prefix: Arc<str>,
    script: Script,
    /// How other nodes are asked to let sockets make way.
    notifier: Option<Notifier>,
    /// Another at every start, so that what a dead process said is nobody's.
    node: Arc<str>,
    holds: Duration,
    counts: Mutex<Counts>,
    changed: Notify,
}

/// What is open here.
#[derive(Default)]
struct Counts {
    /// How many there are of each, those being asked for included.
    open: HashMap<SlotClaim, u32>,
    /// Those whose count fell and has not been stated since.
    fallen: HashSet<SlotClaim>,
    /// Grows with every statement: one that was overtaken is known by it.
    stamp: u64,
}

impl Counts {
    /// A count and the stamp of its next statement.
    fn next_report(&mut self, slot: &SlotClaim) -> (u32, u64) {
        self.stamp += 1;
        (self.open.get(slot).copied().unwrap_or(0), self.stamp)
    }
}

impl ConnectionLimiter {
    /// Places on the nodes of this Redis; without one, nothing is counted beyond this node.
    pub fn new(common: Option<&RedisContext>) -> Self {
        Self(common.map(|c| {
            let notifier = Some(c.notifier.clone());
            Shared::new(c.realtime.clone(), c.prefix.clone(), SLOT_TTL, notifier)
        }))
    }

    /// Take one of the places of an admission's owner and share; where all are taken, one that a
    /// silent socket or a larger share leaves. There is none to keep where only this node counts.
    pub async fn acquire(
        &self,
        options: &ConnectOptions,
    ) -> Result<Option<ConnectionSlot>, LimitReached> {
        let Some(shared) = &self.0 else { return Ok(None) };
        let owner = options.owner.as_ref().unwrap_or(&options.tag).clone();
        let (share, part) = options.share.clone().unzip();
        let most = SlotLimits { places: options.max_sockets, part: part.unwrap_or_default() };
        shared.acquire_or_wait(&SlotClaim { owner, share }, most).await.map(Some)
    }

    /// Whether a share of this owner has to leave a place on this node, and has not done so since
    /// that was said. Those that ask for a place are counted here as they were when it was said.
    pub fn leaves(&self, owner: &str, from: &Leaver) -> bool {
        let Some(shared) = self.0.as_ref().filter(|shared| shared.node == from.node) else {
            return false;
        };
        let slot = SlotClaim { owner: owner.into(), share: Some(from.share.clone()) };
        shared.lock().open.get(&slot).is_some_and(|open| *open >= from.open)
    }

    /// State what is open until told to stop; then take every statement back.
    pub async fn run(self, stop: CancellationToken) {
        let Some(shared) = self.0 else { return };
        let mut ticks = tokio::time::interval(shared.holds / 3);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = shared.changed.notified() => {}
                _ = ticks.tick() => {
                    let mut counts = shared.lock();
                    let open: Vec<_> = counts.open.keys().cloned().collect();
                    counts.fallen.extend(open);
                }
            }
            shared.report_all().await;
        }
        {
            let mut counts = shared.lock();
            let open: Vec<_> = counts.open.drain().map(|(slot, _)| slot).collect();
            counts.fallen.extend(open);
        }
        shared.report_all().await;
    }
}

impl Shared {
    fn new(
        link: Connection,
        prefix: Arc<str>,
        holds: Duration,
        notifier: Option<Notifier>,
    ) -> Arc<Self> {
        let node = format!("{:016x}", rand::random::<u64>()).into();
        let (counts, changed) = (Mutex::default(), Notify::new());
        let script = script::sockets();
        Arc::new(Self { link, prefix, script, notifier, node, holds, counts, changed })
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn acquire_or_wait(
        self: &Arc<Self>,
        slot: &SlotClaim,
        most: SlotLimits,
    ) -> Result<ConnectionSlot, LimitReached> {
        let mut wanted = match self.acquire(slot, most).await {
            Ok(place) => return Ok(place),
            Err(wanted) => wanted,
        };
        let Some(notifier) = self.notifier.as_ref().filter(|_| most.places > 0) else {
            return Err(LimitReached(slot.bound(&wanted)));
        };
        let mut heard = notifier.subscribe();
        notifier.make_way(&wanted);
        let (patience, between) = WAIT_AND_RETRY;
        let last = Instant::now() + patience;
        // A share that has to leave a place will; for silent sockets it waits while a node has any.
        let until = |wanted: &Wanted| match &wanted.from {
            Some(_) => last,
            None => last.min(Instant::now() + ANSWER_TIMEOUT),
        };
        let mut end = until(&wanted);
        while Instant::now() < end {
            if is_promised(&mut heard, &wanted.name, Instant::now() + between).await {
                end = end.max(until(&wanted));
            }
            match self.acquire(slot, most).await {
                Ok(place) => return Ok(place),
                // Somebody else got what was left.
                Err(now) if now != wanted => {
                    notifier.make_way(&now);
                    end = end.max(until(&now));
                    wanted = now;
                }
                Err(_) => {}
            }
        }
        Err(LimitReached(slot.bound(&wanted)))
    }

    async fn acquire(
        self: &Arc<Self>,
        slot: &SlotClaim,
        most: SlotLimits,
    ) -> Result<ConnectionSlot, Wanted> {
        // Counted before it is asked for: what is stated meanwhile is never too little.
        let (place, count, stamp) = {
            let mut counts = self.lock();
            *counts.open.entry(slot.clone()).or_default() += 1;
            let (count, stamp) = counts.next_report(slot);
            (ConnectionSlot { of: self.clone(), slot: slot.clone() }, count, stamp)
        };
        match self.report(slot, count, stamp, Some(most)).await {
            Ok(None) | Err(RedisUnavailable) => Ok(place),
            Ok(Some(wanted)) => Err(wanted),
        }
    }

    /// State the counts that fell, and with a tick all of them.
    async fn report_all(&self) {
        let slots = std::mem::take(&mut self.lock().fallen);
        let statements = slots.into_iter().map(|slot| async move {
            let (count, stamp) = self.lock().next_report(&slot);
            // Redis is away: what is open is stated at the next tick, what is not runs out.
            let _ = self.report(&slot, count, stamp, None).await;
        });
        futures::stream::iter(statements).buffer_unordered(BATCH_SIZE).collect::<()>().await;
    }

    /// State a count, and ask whether it may be where it is said how many there are: what is
    /// wanted where not.
    async fn report(
        &self,
        slot: &SlotClaim,
        count: u32,
        stamp: u64,
        most: Option<SlotLimits>,
    ) -> Result<Option<Wanted>, RedisUnavailable> {
        let holds = u64::try_from(self.holds.as_millis()).unwrap_or(u64::MAX);
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let (places, part) = most.map_or((-1, 0), |most| (number(most.places), number(most.part)));
        let mut call = self.script.prepare_invoke();
        call.key(key::sockets(&self.prefix, &slot.owner));
        call.arg(&*self.node).arg(slot.share.as_deref().unwrap_or_default());
        call.arg(count).arg(stamp).arg(holds).arg(places).arg(part);
        let answer: Vec<String> =
            self.link.run(async move |mut on| call.invoke_async(&mut on).await).await?;
        let words: Vec<&str> = answer.iter().map(String::as_str).collect();
        let owner = slot.owner.clone();
        Ok(match words[..] {
            ["share"] => Some(Wanted { name: slot.share.clone().unwrap_or(owner), from: None }),
            ["owner", node, share, open] => {
                let open = open.parse().unwrap_or(u32::MAX);
                let from = Some(Leaver { node: node.into(), share: share.into(), open });
                Some(Wanted { name: owner, from })
            }
            ["owner", ..] => Some(Wanted { name: owner, from: None }),
            _ => None,
        })
    }
}

impl SlotClaim {
    /// Whose places are all taken where this is wanted.
    fn bound(&self, wanted: &Wanted) -> Bound {
        if self.share.as_ref() == Some(&wanted.name) { Bound::Share } else { Bound::Owner }
    }
}

/// Wait until then; whether a node said that silent sockets of this name have not answered it.
async fn is_promised(heard: &mut Receiver<Signal>, name: &str, until: Instant) -> bool {
    let mut promised = false;
    loop {
        match tokio::time::timeout_at(until, heard.recv()).await {
            Ok(Ok(Signal::MakingWay(other))) => promised |= *other == *name,
            Ok(Ok(_) | Err(RecvError::Lagged(_))) => {}
            Ok(Err(RecvError::Closed)) => {
                tokio::time::sleep_until(until).await;
                return promised;
            }
            Err(_) => return promised,
        }
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        let mut counts = self.of.lock();
        if let Some(open) = counts.open.get_mut(&self.slot) {
            *open -= 1;
            if *open == 0 {
                counts.open.remove(&self.slot);
            }
            counts.fallen.insert(self.slot.clone());
            self.of.changed.notify_one();
        }
    }
}

#[cfg(test)]
#[path = "connection_limiter_tests.rs"]
mod tests;
