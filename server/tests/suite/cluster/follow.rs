//! What one process takes in, the others show and announce.

use crate::{
    servers::Server,
    support::{
        client::{Holding, Socket, essence},
        eventually,
        ground::{Ground, on_a_file, on_redis, on_server},
        service::Service,
        upstream::{Upstream, fixture, score},
    },
};
use server::ingest::target::PollTarget;
use std::time::Duration;

const TICK: Duration = Duration::from_millis(100);
const PATH: &str = "/api/v1/sports/football/leagues/test-league/matches/5";
const CHANNEL: &str = "sports.football.leagues.test-league.matches.5";

async fn shows(node: &Service, path: &str) -> serde_json::Value {
    eventually(path, 10, || async {
        let reply = node.http.get(path).await;
        (reply.status == 200).then(|| reply.json())
    })
    .await
}

/// A node that polls and one that does not agree on everything within seconds.
async fn agree(ground: Ground) {
    let upstream = Upstream::default();
    upstream.put(fixture(5, 0, 0));
    let url = upstream.start().await;
    let other = ground.node().start().await;
    let polling = ground.node().follow(&url, TICK).start().await;
    // First sight, and the league with it.
    assert_eq!(shows(&polling, PATH).await["version"], 1);
    assert_eq!(shows(&other, PATH).await["version"], 1);
    assert!(polling.app.lease.is_held() && !other.app.lease.is_held());
    // A change, pushed by both.
    let mut sockets =
        [Socket::connect(&polling.socket()).await, Socket::connect(&other.socket()).await];
    for socket in &mut sockets {
        socket.subscribe(CHANNEL, None).await;
        socket.expect("match.snapshot").await;
    }
    upstream.edit(5, |f| score(f, 1, 0));
    let mut heard = Vec::new();
    for socket in &mut sockets {
        heard.push(socket.expect("score.updated").await.data);
    }
    assert_eq!(heard[0], heard[1], "the same bytes whatever the node");
    assert_eq!(heard[0]["version"], 2);
    let (here, there) = (shows(&polling, PATH).await, shows(&other, PATH).await);
    assert_eq!(essence(&here), essence(&there));
    // A confirmation, which changes nothing but how current a match is.
    let before = there["as_of"].as_str().unwrap().to_owned();
    eventually("a confirmation", 10, || async {
        let now = shows(&other, PATH).await;
        (now["as_of"].as_str().unwrap() > before.as_str() && now["version"] == 2).then_some(())
    })
    .await;
    // A node that comes later knows how current all of it is.
    let late = ground.node().start().await;
    assert!(shows(&late, PATH).await["as_of"].as_str().unwrap() > before.as_str());
    for node in [late, polling, other] {
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_on_postgresql_and_redis_agree() {
    on_redis(agree).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_on_postgresql_alone_agree() {
    on_server(Server::Postgres, agree).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_on_mariadb_agree() {
    on_server(Server::Maria, agree).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_on_one_sqlite_file_agree() {
    on_a_file(agree).await;
}

/// Two processes take in at the same time: one polls, one is told to by hand. Whoever listens to
/// either hears every change once, in the order of the log.
async fn in_order(ground: Ground) {
    const EDITS: u32 = 20;
    let (first, second) = (Upstream::default(), Upstream::default());
    first.put(fixture(5, 0, 0));
    second.put(fixture(6, 0, 0));
    let polling = ground.node().follow(&first.start().await, TICK).start().await;
    shows(&polling, PATH).await;
    let url = second.start().await;
    let by_hand = ground.node().with("UPSTREAM_FOOTBALL_BASE_URL", &url).start().await;
    let mut pollers = by_hand.app.pollers().await.unwrap();
    let poller = pollers.values_mut().next().unwrap();
    poller.poll_once(PollTarget::Live).await.unwrap().result.unwrap();
    let mut clients = Vec::new();
    for node in [&polling, &by_hand] {
        let mut socket = Socket::connect(&node.socket()).await;
        socket.subscribe("sports.football", None).await;
        socket.expect("pusher_internal:subscription_succeeded").await;
        // Read from now on: a client that answers no ping is cut off.
        clients.push(tokio::spawn(async move {
            let mut seqs = Vec::new();
            while seqs.len() < 2 * EDITS as usize {
                let event = socket.next_within(Duration::from_secs(30)).await.expect("goes on");
                if event.name != "score.updated" {
                    continue;
                }
                let seq = event.data["seq"].as_str().unwrap().trim_end_matches("-0").to_owned();
                seqs.push(seq.parse::<u64>().unwrap());
            }
            seqs
        }));
    }
    for goals in 1..=EDITS {
        first.edit(5, |f| score(f, goals, 0));
        second.edit(6, |f| score(f, goals, 0));
        poller.poll_once(PollTarget::Live).await.unwrap().result.unwrap();
        eventually("the poller to see it", 10, || async {
            let entry = polling
                .app
                .match_cache
                .get(&(entity::model::Sport::Football, entity::model::MatchId("5".to_owned())));
            (entry.unwrap().doc().version == u64::from(goals) + 1).then_some(())
        })
        .await;
    }
    for client in clients {
        let seqs = client.await.unwrap();
        let first = seqs[0];
        let all: Vec<u64> = (first..first + 2 * u64::from(EDITS)).collect();
        assert_eq!(seqs, all);
    }
    polling.stop().await;
    by_hand.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_take_in_at_once_announce_in_the_order_of_the_log() {
    on_redis(in_order).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_take_in_at_once_on_one_file_announce_in_the_order_of_the_log() {
    on_a_file(in_order).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_stops_hands_polling_over_at_once() {
    on_server(Server::Postgres, |ground| async move {
        let upstream = Upstream::default();
        upstream.put(fixture(5, 0, 0));
        let url = upstream.start().await;
        let one = ground.node().follow(&url, TICK).start().await;
        shows(&one, PATH).await;
        let two = ground.node().follow(&url, TICK).start().await;
        assert!(one.app.lease.is_held() && !two.app.lease.is_held());
        let mut holding = Holding::default();
        holding.show(shows(&two, PATH).await);
        let stopping = tokio::spawn(one.stop());
        eventually("the other to poll", 4, || async { two.app.lease.is_held().then_some(()) })
            .await;
        stopping.await.unwrap();
        let mut socket = Socket::connect(&two.socket()).await;
        socket.subscribe(CHANNEL, None).await;
        socket.expect("match.snapshot").await;
        upstream.edit(5, |f| score(f, 0, 1));
        holding.hear(&socket.expect("score.updated").await);
        assert!(holding.gaps.is_empty());
        assert_eq!(essence(&holding.matches["5"]), essence(&shows(&two, PATH).await));
        two.stop().await;
    })
    .await;
}
