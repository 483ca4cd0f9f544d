//! What sockets used, told while they are open.

use std::time::{Duration, Instant};

use live::{HubConfig, Stats};

use crate::support::World;

fn often() -> HubConfig {
    HubConfig { count_every: Duration::from_millis(30), ..HubConfig::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_open_socket_uses_is_told_while_it_is_open_and_nothing_twice() {
    let begun = Instant::now();
    let world = World::start(often()).await;
    let mut client = world.client().await;
    client.subscribe("sports").await;
    let used = || world.matches.used_by("app");
    let long = Duration::from_millis(100);
    world.until("an idle socket to be counted", |_| used().open_for >= long).await;
    for _ in 0..20 {
        world.change(1).await;
    }
    let all = |stats: Stats| {
        let used = used();
        (used.messages_out, used.bytes_out) == (stats.messages_out, stats.bytes_out)
    };
    world.until("all of it to be counted", |s| s.messages_out == 20 && all(s)).await;
    assert_eq!(world.hub.stats().sockets, 1);
    world.change(1).await;
    client.event().await;
    drop(client);
    world.until("the rest to be counted", |stats| stats.sockets == 0 && all(stats)).await;
    assert_eq!(used().messages_out, 21);
    assert!(used().open_for <= begun.elapsed(), "no moment is counted twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_are_counted_under_their_own_tags() {
    let world = World::start(HubConfig { shards: 2, ..often() }).await;
    let mut many = Vec::new();
    for _ in 0..6 {
        let mut client = world.client_of("many").await;
        client.subscribe("sports").await;
        many.push(client);
    }
    let _silent = world.client_of("silent").await;
    world.change(1).await;
    let messages = |tag| world.matches.used_by(tag).messages_out;
    world.until("six messages to be counted", |_| messages("many") == 6).await;
    assert_eq!(messages("silent"), 0);
    assert!(world.matches.used_by("silent").bytes_out > 0, "its greeting is counted");
}
