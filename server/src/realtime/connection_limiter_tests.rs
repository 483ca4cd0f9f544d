//! Places, counted in one process and over several.

use super::*;
use crate::redis::testing;

struct Node(ConnectionLimiter, CancellationToken, tokio::task::JoinHandle<()>);

fn node(link: &Connection, prefix: &Arc<str>, holds: Duration) -> Node {
    let places = ConnectionLimiter(Some(Shared::new(link.clone(), prefix.clone(), holds, None)));
    let stop = CancellationToken::new();
    let task = tokio::spawn(places.clone().run(stop.clone()));
    Node(places, stop, task)
}

impl Node {
    async fn take(&self, most: usize) -> Option<ConnectionSlot> {
        self.0
            .acquire(&ConnectOptions::new("account:1", 1).owned_by("account:1", most))
            .await
            .ok()?
    }

    /// A place of one address, which may have half of four, or what is wanted.
    async fn take_from(&self, share: &str) -> Result<ConnectionSlot, Wanted> {
        let shared = self.0.0.as_ref().expect("has Redis");
        let slot = SlotClaim { owner: "account:1".into(), share: Some(share.into()) };
        shared.acquire(&slot, SlotLimits { places: 4, part: 2 }).await
    }

    /// A place as soon as there is one, and how long that took.
    async fn wait(&self, most: usize) -> (ConnectionSlot, Duration) {
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
    let nodes = [
        node(&link, &prefix, SLOT_TTL),
        node(&link, &prefix, SLOT_TTL),
        node(&link, &prefix, SLOT_TTL),
    ];
    for _ in 0..20 {
        let asked = nodes.iter().cycle().take(60).map(|node| node.take(7));
        let given: Vec<ConnectionSlot> =
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
    let (one, two) = (node(&link, &prefix, SLOT_TTL), node(&link, &prefix, SLOT_TTL));
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

#[tokio::test(flavor = "multi_thread")]
async fn the_largest_share_on_all_nodes_leaves_a_place_to_a_smaller_one() {
    let Some((link, prefix)) = testing::link().await else { return };
    let (one, two) = (node(&link, &prefix, SLOT_TTL), node(&link, &prefix, SLOT_TTL));
    // One of each on each node: neither node alone sees who has most.
    let mut far = Vec::new();
    let mut near = Vec::new();
    for node in [&one, &two] {
        far.push(node.take_from("far").await.expect("is free"));
        near.push(node.take_from("near").await.expect("is free"));
    }
    let full = two.take_from("far").await.err().expect("has its half");
    assert_eq!(full, Wanted { name: "far".into(), from: None });
    let full = two.take_from("third").await.err().expect("all are taken");
    let from = full.from.expect("somebody has most");
    assert_eq!((&*full.name, &*from.share, from.open), ("account:1", "near", 1));
    let leaves = |node: &Node| node.0.leaves("account:1", &from);
    assert_ne!(leaves(&one), leaves(&two), "one node is asked");
    near.pop();
    let third = loop {
        match two.take_from("third").await {
            Ok(place) => break place,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    let full = one.take_from("third").await.err().expect("all are taken");
    assert_eq!(full.from, None, "with two it would have as many as who has most");
    let full = one.take_from("fourth").await.err().expect("all are taken");
    assert_eq!(full.from.map(|from| from.share).as_deref(), Some("far"));
    drop((far, near, third));
    testing::forget(&link, &prefix).await;
}

#[tokio::test]
async fn while_redis_is_away_only_the_node_counts() {
    let nowhere = format!("redis://127.0.0.1:{}", testing::free_port());
    let link = testing::link_to(&nowhere).await;
    let node = node(&link, &"t:".into(), SLOT_TTL);
    assert!(node.take(0).await.is_some());
}
