//! How many sockets and streams an owner has open on all nodes together.
//!
//! The engine counts those of its own node, and that count binds wherever there is no Redis or it is
//! away. With Redis each node states its own counts, owner by owner, each statement good for
//! [`HOLDS`]; one script adds them up and gives or refuses a place. A node that dies stops stating.

use crate::redis::{Away, Common, Link, Script, Signals, key, script};
use futures::StreamExt;
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// How long a statement counts. A third of it is the time between two.
const HOLDS: Duration = Duration::from_secs(30);
/// How long a newcomer waits for silent sockets on any node to make way, and how often it looks.
const WAITS: (Duration, Duration) = (Duration::from_secs(3), Duration::from_millis(100));
/// Statements under way at once.
const AT_ONCE: usize = 64;

/// Gives places. Cheap to clone.
#[derive(Clone)]
pub struct Places(Option<Arc<Shared>>);

/// The owner has as many open as may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// One place, free again when it is dropped.
pub struct Place {
    of: Arc<Shared>,
    owner: Arc<str>,
}

struct Shared {
    link: Link,
    prefix: Arc<str>,
    script: Script,
    /// How other nodes are asked to let silent sockets make way.
    signals: Option<Signals>,
    /// Another at every start, so that what a dead process said is nobody's.
    node: String,
    holds: Duration,
    counts: Mutex<Counts>,
    changed: Notify,
}

/// What is open here.
#[derive(Default)]
struct Counts {
    /// How many each owner has, those being asked for included.
    open: HashMap<Arc<str>, u32>,
    /// Owners whose count fell and has not been stated since.
    fallen: HashSet<Arc<str>>,
    /// Grows with every statement: one that was overtaken is known by it.
    stamp: u64,
}

impl Counts {
    /// An owner's count and the stamp of its next statement.
    fn statement(&mut self, owner: &str) -> (u32, u64) {
        self.stamp += 1;
        (self.open.get(owner).copied().unwrap_or(0), self.stamp)
    }
}

impl Places {
    /// Places on the nodes of this Redis; without one, nothing is counted beyond this node.
    pub fn new(common: Option<&Common>) -> Self {
        Self(common.map(|c| {
            let signals = Some(c.signals.clone());
            Shared::new(c.realtime.clone(), c.prefix.clone(), HOLDS, signals)
        }))
    }

    /// Take one of `most` places of an owner; where all are taken, one that a silent socket leaves.
    /// There is none to keep where only this node counts.
    pub async fn take(&self, owner: &str, most: u32) -> Result<Option<Place>, Full> {
        match &self.0 {
            None => Ok(None),
            Some(shared) => shared.take_or_wait(owner, most).await.map(Some),
        }
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
            shared.state_all().await;
        }
        {
            let mut counts = shared.lock();
            let open: Vec<_> = counts.open.drain().map(|(owner, _)| owner).collect();
            counts.fallen.extend(open);
        }
        shared.state_all().await;
    }
}

impl Shared {
    fn new(link: Link, prefix: Arc<str>, holds: Duration, signals: Option<Signals>) -> Arc<Self> {
        let node = format!("{:016x}", rand::random::<u64>());
        let (counts, changed) = (Mutex::default(), Notify::new());
        let script = script::sockets();
        Arc::new(Self { link, prefix, script, signals, node, holds, counts, changed })
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn take_or_wait(self: &Arc<Self>, owner: &str, most: u32) -> Result<Place, Full> {
        let taken = self.take(owner, most).await;
        let Some(signals) = self.signals.as_ref().filter(|_| taken.is_err() && most > 0) else {
            return taken;
        };
        signals.make_way(owner);
        let (patience, between) = WAITS;
        let begun = tokio::time::Instant::now();
        while begun.elapsed() < patience {
            tokio::time::sleep(between).await;
            if let Ok(place) = self.take(owner, most).await {
                return Ok(place);
            }
        }
        Err(Full)
    }

    async fn take(self: &Arc<Self>, owner: &str, most: u32) -> Result<Place, Full> {
        let owner: Arc<str> = owner.into();
        // Counted before it is asked for: what is stated meanwhile is never too little.
        let (place, count, stamp) = {
            let mut counts = self.lock();
            *counts.open.entry(owner.clone()).or_default() += 1;
            let (count, stamp) = counts.statement(&owner);
            (Place { of: self.clone(), owner: owner.clone() }, count, stamp)
        };
        match self.state(&owner, count, stamp, i64::from(most)).await {
            Ok(true) | Err(Away) => Ok(place),
            Ok(false) => Err(Full),
        }
    }

    /// State the counts that fell, and with a tick all of them.
    async fn state_all(&self) {
        let owners = std::mem::take(&mut self.lock().fallen);
        let statements = owners.into_iter().map(|owner| async move {
            let (count, stamp) = self.lock().statement(&owner);
            // Redis is away: what is open is stated at the next tick, what is not runs out.
            let _ = self.state(&owner, count, stamp, -1).await;
        });
        futures::stream::iter(statements).buffer_unordered(AT_ONCE).collect::<()>().await;
    }

    async fn state(&self, owner: &str, count: u32, stamp: u64, most: i64) -> Result<bool, Away> {
        let holds = u64::try_from(self.holds.as_millis()).unwrap_or(u64::MAX);
        let mut call = self.script.prepare_invoke();
        call.key(key::sockets(&self.prefix, owner));
        call.arg(&self.node).arg(count).arg(stamp).arg(holds).arg(most);
        self.link.run(async move |mut on| call.invoke_async(&mut on).await).await
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.of.lock();
        if let Some(open) = counts.open.get_mut(&self.owner) {
            *open -= 1;
            if *open == 0 {
                counts.open.remove(&self.owner);
            }
            counts.fallen.insert(self.owner.clone());
            self.of.changed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redis::testing;

    struct Node(Places, CancellationToken, tokio::task::JoinHandle<()>);

    fn node(link: &Link, prefix: &Arc<str>, holds: Duration) -> Node {
        let places = Places(Some(Shared::new(link.clone(), prefix.clone(), holds, None)));
        let stop = CancellationToken::new();
        let task = tokio::spawn(places.clone().run(stop.clone()));
        Node(places, stop, task)
    }

    impl Node {
        async fn take(&self, most: u32) -> Option<Place> {
            self.0.take("account:1", most).await.ok().flatten()
        }

        /// A place as soon as there is one, and how long that took.
        async fn wait(&self, most: u32) -> (Place, Duration) {
            let begun = std::time::Instant::now();
            loop {
                if let Some(place) = self.take(most).await {
                    return (place, begun.elapsed());
                }
                assert!(begun.elapsed() < Duration::from_secs(10), "no place came free");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nodes_give_no_more_places_together_than_there_are() {
        let Some((link, prefix)) = testing::link().await else { return };
        let nodes =
            [node(&link, &prefix, HOLDS), node(&link, &prefix, HOLDS), node(&link, &prefix, HOLDS)];
        for _ in 0..20 {
            let asked = nodes.iter().cycle().take(60).map(|node| node.take(7));
            let given: Vec<Place> =
                futures::future::join_all(asked).await.into_iter().flatten().collect();
            assert!((1..=7).contains(&given.len()), "{}", given.len());
            let mut given = given;
            while given.len() < 7 {
                given.push(nodes[0].wait(7).await.0);
            }
            for node in &nodes {
                assert!(node.take(7).await.is_none());
            }
            drop(given);
            drop(nodes[1].wait(1).await);
        }
        testing::forget(&link, &prefix).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_place_given_back_is_free_on_the_other_node_at_once() {
        let Some((link, prefix)) = testing::link().await else { return };
        let (one, two) = (node(&link, &prefix, HOLDS), node(&link, &prefix, HOLDS));
        let place = one.take(1).await.expect("is free");
        assert!(two.take(1).await.is_none());
        drop(place);
        assert!(two.wait(1).await.1 < Duration::from_secs(2));
        testing::forget(&link, &prefix).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_dead_node_counts_until_its_word_runs_out_and_one_that_stops_no_longer() {
        let Some((link, prefix)) = testing::link().await else { return };
        let holds = Duration::from_millis(600);
        let (dead, stopped) = (node(&link, &prefix, holds), node(&link, &prefix, holds));
        let last = node(&link, &prefix, holds);
        let _kept = (dead.take(2).await.expect("is free"), stopped.take(2).await.expect("is free"));
        // Longer than a word holds: they live, and say so again.
        tokio::time::sleep(holds * 2).await;
        assert!(last.take(2).await.is_none());
        stopped.1.cancel();
        let _place = last.wait(2).await;
        assert!(last.take(2).await.is_none());
        dead.2.abort();
        let (_place, took) = last.wait(2).await;
        assert!(took <= holds * 3, "{took:?}");
        testing::forget(&link, &prefix).await;
    }

    #[tokio::test]
    async fn while_redis_is_away_only_the_node_counts() {
        let nowhere = format!("redis://127.0.0.1:{}", testing::free_port());
        let link = testing::link_to(&nowhere).await;
        let node = node(&link, &"t:".into(), HOLDS);
        assert!(node.take(0).await.is_some());
    }
}
