//! Whose places sockets take, and who makes way for whom.

use crate::support::{Site, all, request, until};
use std::time::{Duration, Instant};

const NEAR: &str = "127.0.0.1";
const FAR: &str = "127.0.0.2";
const THIRD: &str = "127.0.0.3";

async fn silent_for_a_while() {
    tokio::time::sleep(Duration::from_millis(1_100)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_knows_a_public_id_does_not_lock_its_owner_out() {
    let site = Site::start(|_| {}).await;
    site.plan_has("free", 4).await;
    let key = site.key().await;
    let id = &key.key.public_id;
    let mut strangers = Vec::new();
    for _ in 0..2 {
        strangers.push(site.socket(id, FAR, &[]).await.welcomed().await.listens());
    }
    site.socket(id, FAR, &[]).await.refused().await;
    for _ in 0..2 {
        strangers.push(site.socket(id, NEAR, &[]).await.welcomed().await.listens());
    }
    // Two addresses hold everything, and a third still gets its share.
    strangers.push(site.socket(id, THIRD, &[]).await.welcomed().await.listens());
    site.socket(id, THIRD, &[]).await.refused().await;
    // With the token the owner is let in all the same, and takes the places back one by one.
    let bearer = format!("Bearer {}", key.token.reveal());
    let mut owners = Vec::new();
    for _ in 0..4 {
        let headers = [("authorization", bearer.as_str())];
        owners.push(site.socket(id, NEAR, &headers).await.welcomed().await.listens());
    }
    for stranger in strangers {
        assert_eq!(stranger.await.expect("is closed"), 4100);
    }
    assert!(owners.iter().all(|owner| !owner.is_finished()));
    site.socket(id, FAR, &[]).await.refused().await;
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_whose_places_are_taken_and_how_many_there_are() {
    let site = Site::start(|_| {}).await;
    site.plan_has("free", 4).await;
    site.plan_has("anonymous", 1).await;
    let key = site.key().await;
    let id = &key.key.public_id;
    let mut open = Vec::new();
    for _ in 0..2 {
        open.push(site.socket(id, FAR, &[]).await.welcomed().await.listens());
    }
    let half = site.socket(id, FAR, &[]).await.refusal().await;
    assert!(half.contains("has all 2 ") && half.contains("Authorization: Bearer"), "{half}");
    let bearer = format!("Bearer {}", key.token.reveal());
    let headers = [("authorization", bearer.as_str())];
    for _ in 0..4 {
        open.push(site.socket(id, NEAR, &headers).await.welcomed().await.listens());
    }
    let plan = site.socket(id, NEAR, &headers).await.refusal().await;
    assert!(plan.contains("All 4 ") && plan.contains("plan"), "{plan}");
    open.push(site.socket("bts-guru", NEAR, &[]).await.welcomed().await.listens());
    let address = site.socket("bts-guru", NEAR, &[]).await.refusal().await;
    assert!(address.contains("All 1 ") && address.contains("without a key"), "{address}");
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_addresses_that_hold_all_sockets_of_a_key_keep_no_visitor_out() {
    let site = Site::start(|_| {}).await;
    site.plan_has("free", 6).await;
    let id = &site.key().await.key.public_id;
    let mut strangers = Vec::new();
    for from in [FAR, NEAR, FAR, NEAR, FAR, NEAR] {
        strangers.push(site.socket(id, from, &[]).await.welcomed().await.listens());
    }
    let mut visitors = Vec::new();
    for _ in 0..2 {
        visitors.push(site.socket(id, THIRD, &[]).await.welcomed().await.listens());
    }
    site.socket(id, THIRD, &[]).await.refused().await;
    // Of each stranger's the oldest went; who comes back to take the place again finds none.
    let rest = strangers.split_off(2);
    for closed in strangers {
        assert_eq!(closed.await.expect("is closed"), 4100);
    }
    for from in [FAR, NEAR] {
        site.socket(id, from, &[]).await.refused().await;
    }
    // A visitor with one socket never makes way: the next one takes it from who has two.
    let fourth = site.socket(id, "127.0.0.4", &[]).await.welcomed().await.listens();
    let others = || rest.iter().chain(&visitors);
    let closed = || others().filter(|socket| socket.is_finished()).count();
    until("one makes way", || closed() > 0).await;
    assert_eq!((closed(), fourth.is_finished()), (1, false));
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_that_hold_all_places_of_a_key_make_way_as_sockets_do() {
    let site = Site::start(|_| {}).await;
    site.plan_has("free", 4).await;
    let key = site.key().await;
    let id = &key.key.public_id;
    let path = format!("/api/v1/stream?channels=sports&key={id}");
    let mut streams = Vec::new();
    for from in [FAR, FAR, NEAR, NEAR] {
        let mut stream = site.connect_from(from).await;
        request(&mut stream, &path, "Connection: close\r\n").await;
        streams.push(stream);
    }
    let open = || site.app().hub.sockets_of(id);
    until("all places are taken", || open() == 4).await;
    let _third = site.socket(id, THIRD, &[]).await.welcomed().await.listens();
    let bearer = format!("Bearer {}", key.token.reveal());
    for _ in 0..4 {
        let headers = [("authorization", bearer.as_str())];
        site.socket(id, NEAR, &headers).await.welcomed().await.listens();
    }
    for mut stream in streams {
        assert!(all(&mut stream).await.starts_with("HTTP/1.1 200"), "it was open, and has ended");
    }
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_of_a_lost_network_do_not_keep_their_owner_out() {
    let site = Site::start(|_| {}).await;
    site.plan_has("free", 4).await;
    let key = site.key().await;
    let id = &key.key.public_id;
    // Their clients never read, so they never answer a ping.
    let mut lost = Vec::new();
    for from in [FAR, FAR, NEAR, NEAR] {
        lost.push(site.socket(id, from, &[]).await.welcomed().await);
    }
    silent_for_a_while().await;
    let begun = Instant::now();
    let back = site.socket(id, FAR, &[]).await.welcomed().await.listens();
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
    let closed: Vec<_> = lost.into_iter().map(crate::support::Socket::listens).collect();
    assert_eq!(closed.into_iter().next().expect("the oldest").await.expect("is closed"), 4201);
    assert!(!back.is_finished());
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_the_site_count_apart_from_anonymous_programs() {
    let site = Site::start(|_| {}).await;
    site.plan_has("anonymous", 2).await;
    let own = format!("http://{}", site.address());
    let mut kept = Vec::new();
    for _ in 0..2 {
        kept.push(site.socket("bts-guru", NEAR, &[]).await.welcomed().await.listens());
    }
    site.socket("bts-guru", NEAR, &[]).await.refused().await;
    let other = [("origin", "https://evil.example.com")];
    site.socket("bts-guru", NEAR, &other).await.refused().await;
    for _ in 0..200 {
        let page = site.socket("bts-guru", NEAR, &[("origin", &own)]).await;
        kept.push(page.welcomed().await.listens());
    }
    site.socket("bts-guru", NEAR, &[("origin", &own)]).await.refused().await;
    site.socket("bts-guru", FAR, &[("origin", &own)]).await.welcomed().await;
    site.running.stop().await;
}
