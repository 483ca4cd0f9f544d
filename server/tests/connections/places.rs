//! Whose places sockets take, and who makes way for whom.

use crate::support::Site;
use std::time::{Duration, Instant};

const NEAR: &str = "127.0.0.1";
const FAR: &str = "127.0.0.2";

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
    site.socket(id, "127.0.0.3", &[]).await.refused().await;
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
