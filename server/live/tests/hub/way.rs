//! Who is gone makes way for who comes, and who is there stays.

use std::time::{Duration, Instant};

use live::HubConfig;

use crate::support::{Client, Raw, World};

fn quick() -> HubConfig {
    HubConfig { answer_within: Duration::from_millis(300), shards: 2, ..HubConfig::default() }
}

/// A socket whose client never answers, as one of a lost network.
async fn lost(world: &World, key: &'static str) -> Raw {
    let addr = world.addr;
    let connected = tokio::task::spawn_blocking(move || {
        let (mut raw, _) = Raw::connect(addr, key, "", 0);
        raw.frame().expect("greeting");
        raw
    });
    connected.await.expect("connected")
}

/// A socket whose client answers every ping.
fn listening(mut client: Client) -> tokio::task::JoinHandle<u16> {
    tokio::spawn(async move { client.close_code().await })
}

async fn silent_for_a_while() {
    tokio::time::sleep(Duration::from_millis(1_100)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_socket_of_a_lost_network_makes_way_at_once() {
    let world = World::start(quick()).await;
    let mut oldest = lost(&world, "near").await;
    let _second = lost(&world, "near").await;
    let there = [world.client_of("far").await, world.client_of("far").await].map(listening);
    silent_for_a_while().await;
    let begun = Instant::now();
    world.client_of("near").await;
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    let error = tokio::task::spawn_blocking(move || {
        oldest.frame().expect("a ping");
        String::from_utf8_lossy(&oldest.frame().expect("an error").1).into_owned()
    });
    let error = error.await.expect("read");
    assert!(error.contains("4201"), "{error}");
    assert!(there.iter().all(|client| !client.is_finished()), "who answers stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answers_keeps_its_place_and_the_newcomer_is_refused() {
    let world = World::start(quick()).await;
    let there = [world.client_of("near").await, world.client_of("near").await].map(listening);
    silent_for_a_while().await;
    let mut third = world.connect("near", "").await;
    assert_eq!(third.close_code().await, 4004);
    assert!(there.iter().all(|client| !client.is_finished()));
    let other = world.client_of("far").await;
    assert_eq!(world.hub.sockets_of("owner"), 3, "another address has its own part");
    drop(other);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_proves_to_be_the_owners_is_let_in_before_who_only_names_it() {
    let world = World::start(quick()).await;
    let mut strangers = Vec::new();
    for key in ["near", "far", "near", "far"] {
        strangers.push(listening(world.client_of(key).await));
    }
    let mut owners = Vec::new();
    for _ in 0..4 {
        owners.push(listening(world.client_of("proven").await));
    }
    for stranger in strangers {
        assert_eq!(stranger.await.expect("closed"), 4100);
    }
    let mut fifth = world.connect("proven", "").await;
    assert_eq!(fifth.close_code().await, 4004, "the plan's number still holds");
    assert!(owners.iter().all(|client| !client.is_finished()));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_addresses_that_hold_everything_leave_a_third_its_fair_share() {
    let world = World::start(quick()).await;
    let oldest = listening(world.client_of("near").await);
    let mut others = Vec::new();
    for key in ["near", "far", "far"] {
        others.push(listening(world.client_of(key).await));
    }
    let third = listening(world.client_of("third").await);
    assert_eq!(oldest.await.expect("closed"), 4100);
    assert!(others.iter().chain([&third]).all(|client| !client.is_finished()));
    // Who was closed comes back to find that all others have as many as it would have.
    let mut again = world.connect("near", "").await;
    assert_eq!(again.close_code().await, 4004, "nobody is closed in turns");
    assert!(others.iter().chain([&third]).all(|client| !client.is_finished()));
}

#[tokio::test(flavor = "multi_thread")]
async fn newcomers_at_once_take_no_more_than_their_share() {
    let world = World::start(quick()).await;
    for key in ["near", "near", "far", "far"] {
        listening(world.client_of(key).await);
    }
    let come = (0..8).map(|_| async {
        let mut client = world.connect("third", "").await;
        (client.event().await.name, client)
    });
    let come = futures::future::join_all(come).await;
    let welcomed = come.iter().filter(|(name, _)| name == "pusher:connection_established");
    assert_eq!(welcomed.count(), 1);
    assert_eq!(world.hub.sockets_of("near") + world.hub.sockets_of("far"), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_something_before_a_proxy_calls_the_socket_idle() {
    let config = HubConfig { idle_ping: Duration::from_millis(200), ..HubConfig::default() };
    assert!(HubConfig::default().idle_ping <= Duration::from_secs(24));
    let world = World::start(config).await;
    let mut client = world.client().await;
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(1) {
        // It speaks, so nothing of it is missed; the way from the server is quiet all the same.
        client.send(r#"{"event":"pusher:pong","data":{}}"#).await;
        let frame = tokio::time::timeout(Duration::from_millis(500), client.frame()).await;
        assert!(frame.is_ok_and(|frame| frame.is_ping()), "nothing came");
    }
}
