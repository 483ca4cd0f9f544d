//! How many connections there may be.

use crate::support::{Site, until};

async fn bounded(most: usize, most_of_one: usize) -> Site {
    Site::start(|config| {
        config.connections.most = Some(most);
        config.connections.most_of_one = Some(most_of_one);
    })
    .await
}

/// So many connections that are held and bring nothing.
async fn idle(site: &Site, from: &str, many: usize) -> Vec<tokio::net::TcpStream> {
    let mut held = Vec::new();
    for _ in 0..many {
        held.push(site.connect_from(from).await);
    }
    held
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_holds_all_it_may_leaves_others_theirs() {
    let site = bounded(100, 4).await;
    let held = idle(&site, "127.0.0.1", 4).await;
    until("they are open", || site.running.connections.open() == 4).await;
    let refused = site.ask("/livez", "127.0.0.1").await;
    assert!(refused.is_empty() || refused.starts_with("HTTP/1.1 503"), "{refused}");
    assert!(site.ask("/livez", "127.0.0.2").await.starts_with("HTTP/1.1 200"));
    drop(held);
    until("they are closed", || site.running.connections.open() == 0).await;
    assert!(site.ask("/livez", "127.0.0.1").await.starts_with("HTTP/1.1 200"));
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_all_there_may_be_new_ones_are_closed_and_accepting_goes_on() {
    let site = bounded(6, 100).await;
    let held = idle(&site, "127.0.0.1", 6).await;
    until("they are open", || site.running.connections.open() == 6).await;
    for from in ["127.0.0.1", "127.0.0.2"] {
        let refused = site.ask("/livez", from).await;
        assert!(refused.is_empty() || refused.starts_with("HTTP/1.1 503"), "{refused}");
    }
    drop(held);
    until("they are closed", || site.running.connections.open() == 0).await;
    assert!(site.ask("/livez", "127.0.0.2").await.starts_with("HTTP/1.1 200"));
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_brings_as_many_as_there_may_be() {
    let site = Site::start(|config| {
        config.connections.most_of_one = Some(2);
        config.connections.proxies = vec!["127.0.0.1/32".parse().expect("a range")];
    })
    .await;
    let _held = idle(&site, "127.0.0.1", 10).await;
    until("they are open", || site.running.connections.open() == 10).await;
    assert!(site.ask("/livez", "127.0.0.1").await.starts_with("HTTP/1.1 200"));
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_has_its_place_among_the_connections_until_it_is_closed() {
    let site = bounded(100, 1).await;
    let socket = site.socket("bts-guru", "127.0.0.1", &[]).await.welcomed().await;
    assert_eq!(site.running.connections.open(), 1);
    let refused = site.ask("/livez", "127.0.0.1").await;
    assert!(refused.is_empty() || refused.starts_with("HTTP/1.1 503"), "{refused}");
    drop(socket);
    until("it is closed", || site.running.connections.open() == 0).await;
    site.running.stop().await;
}
