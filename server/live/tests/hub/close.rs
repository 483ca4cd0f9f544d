//! Ends of connections, and of the hub.

use std::{
    io::Read,
    time::{Duration, Instant},
};

use live::HubConfig;
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use crate::support::{Raw, World, code_in, masked};

#[tokio::test(flavor = "multi_thread")]
async fn a_close_is_answered_and_the_socket_ended() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    let close = CloseFrame { code: CloseCode::Normal, reason: "bye".into() };
    client.send_raw(Message::Close(Some(close))).await;
    assert_eq!(client.close_code().await, 1000);
    drop(client);
    world.until("gone", |stats| stats.sockets == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_leaves_without_a_word_is_forgotten() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    client.subscribe("sports").await;
    assert_eq!(world.hub.occupied(), [("sports".into(), 1)]);
    drop(client);
    world.until("gone", |stats| stats.sockets == 0 && stats.channels == 0).await;
    // The place is given back just after the socket is counted out.
    let hub = &world.hub;
    world.until("its place to be free", |_| hub.sockets_of("app") == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn breaches_of_the_protocol_close_with_their_codes() {
    let world = World::start(HubConfig::default()).await;
    let mut unmasked = masked(0x81, b"hi");
    unmasked[1] &= 0x7F;
    let big = [&[0x81, 0xFF][..], &100_000u64.to_be_bytes(), &[0; 4]].concat();
    let breaches = [
        (unmasked, 1002),
        (masked(0x83, b"hi"), 1002),
        (masked(0xC1, b"hi"), 1002),
        (masked(0x09, b"hi"), 1002),
        (masked(0x82, b"hi"), 1003),
        (masked(0x81, &[0xFF]), 1007),
        (big, 1009),
    ];
    let addr = world.addr;
    tokio::task::spawn_blocking(move || {
        for (bytes, code) in breaches {
            let (mut raw, _) = Raw::connect(addr, "app", "", 0);
            raw.frame().expect("greeting");
            std::io::Write::write_all(&mut raw.0, &bytes).expect("written");
            let (first, payload) = raw.frame().expect("a close");
            assert_eq!((first, code_in(&payload)), (0x88, code));
            let mut rest = Vec::new();
            assert_eq!(raw.0.read_to_end(&mut rest).expect("an orderly end"), 0);
        }
    })
    .await
    .expect("all closed");
    world.until("gone", |stats| stats.sockets == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_that_never_ends_is_dropped_after_the_grace() {
    let config = HubConfig { close_grace: Duration::from_millis(200), ..HubConfig::default() };
    let world = World::start(config).await;
    let addr = world.addr;
    let raw = tokio::task::spawn_blocking(move || {
        let (mut raw, _) = Raw::connect(addr, "app", "", 0);
        raw.frame().expect("greeting");
        raw.send(0x82, b"binary");
        raw
    });
    let raw = raw.await.expect("sent");
    world.until("dropped", |stats| stats.opened == 1 && stats.sockets == 0).await;
    drop(raw);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_client_is_pinged_and_then_closed_with_4201() {
    let config = HubConfig { idle_ping: Duration::from_millis(150), ..HubConfig::default() };
    let world = World::start(config).await;
    let addr = world.addr;
    let mut answering = world.client().await;
    let listening = tokio::spawn(async move {
        let end = tokio::time::Instant::now() + Duration::from_millis(900);
        while tokio::time::timeout_at(end, answering.frame()).await.is_ok() {}
        answering.is_quiet().await;
    });
    tokio::task::spawn_blocking(move || {
        let (mut raw, _) = Raw::connect(addr, "app", "", 0);
        raw.frame().expect("greeting");
        assert_eq!(raw.frame().expect("a ping").0, 0x89);
        let (_, error) = raw.frame().expect("an error");
        assert!(String::from_utf8_lossy(&error).contains("4201"));
        let (first, payload) = raw.frame().expect("a close");
        assert_eq!((first, code_in(&payload)), (0x88, 4201));
    })
    .await
    .expect("closed");
    listening.await.expect("who answers pings stays");
    assert_eq!(world.hub.stats().cut_silent, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_a_tag_ends_its_sockets_and_nobody_elses() {
    let world = World::start(HubConfig { shards: 2, ..HubConfig::default() }).await;
    let mut revoked = Vec::new();
    for _ in 0..4 {
        revoked.push(world.client_of("revoked").await);
    }
    let mut other = world.client_of("other").await;
    world.hub.close_tag("revoked", live::CloseCode::Unauthorized, "This key was revoked.");
    for client in &mut revoked {
        assert_eq!(client.error().await, (4009, "This key was revoked.".to_owned()));
        assert_eq!(client.close_code().await, 4009);
    }
    other.is_quiet().await;
    drop(revoked);
    world.until("gone", |_| world.hub.sockets_of("revoked") == 0).await;
    world.client_of("revoked").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drain_spreads_its_closes_and_admits_nobody() {
    let world = World::start(HubConfig::default()).await;
    let window = Duration::from_millis(1000);
    let mut clients = Vec::new();
    for _ in 0..40 {
        clients.push(world.client().await);
    }
    let begun = Instant::now();
    let drain = tokio::spawn({
        let hub = world.hub.clone();
        async move { hub.drain(window).await }
    });
    let waits: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            tokio::spawn(async move {
                assert_eq!(client.error().await.0, 4200);
                assert_eq!(client.close_code().await, 4200);
                begun.elapsed()
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut late = world.connect("app", "").await;
    assert_eq!(late.close_code().await, 4100);
    drop(late);
    let mut quarters = [0; 4];
    for wait in waits {
        let at = wait.await.expect("closed");
        quarters[((at.as_millis() / 250) as usize).min(3)] += 1;
    }
    assert!(quarters.iter().all(|count| *count >= 1), "{quarters:?}");
    assert!(quarters.iter().all(|count| *count <= 25), "{quarters:?}");
    drain.await.expect("drained");
    assert_eq!(world.hub.stats().sockets, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_request_is_told_to_upgrade() {
    let world = World::start(HubConfig::default()).await;
    let addr = world.addr;
    let answer = tokio::task::spawn_blocking(move || {
        use std::io::Write;
        let mut stream = std::net::TcpStream::connect(addr).expect("connected");
        let request = b"GET /app/app HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        stream.write_all(request).expect("written");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("read");
        answer
    });
    let answer = answer.await.expect("answered");
    assert!(answer.starts_with("HTTP/1.1 426"), "{answer}");
    assert!(answer.contains("application/problem+json"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_the_source_costs_the_sockets_of_its_shard_and_no_more() {
    let world = World::start(HubConfig { shards: 1, ..HubConfig::default() }).await;
    let mut bystander = world.client().await;
    bystander.subscribe("sports").await;
    let mut client = world.client().await;
    client.ask("pusher:subscribe", serde_json::json!({"channel": "sports.panic"})).await;
    world.until("both are dropped", |stats| stats.sockets == 0 && stats.subscriptions == 0).await;
    let mut again = world.client().await;
    again.subscribe("sports").await;
    world.change(1).await;
    assert_eq!(again.event().await.seq(), 1);
}
