//! What a plan has, as it is met through the real routes.

use crate::{sockets::open, support::World};
use axum::http::StatusCode;
use futures::SinkExt;
use serde_json::json;
use server::runtime::Server;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn a_key_whose_minute_is_used_up_may_still_ask_how_it_stands() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let token = key.token.reveal();
    // Free has sixty a minute; some flow in meanwhile.
    let mut refused = false;
    for _ in 0..200 {
        refused = world.get("/sports", token).await.status == StatusCode::TOO_MANY_REQUESTS;
        if refused {
            break;
        }
    }
    assert!(refused, "the plan's limit is never met");
    for _ in 0..70 {
        for path in ["/account", "/usage"] {
            let answer = world.get(path, token).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        }
    }
    let account = world.get("/account", token).await.body;
    assert_eq!(account["email"], "a@example.com");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_listens_to_as_many_channels_as_its_owners_plan_has() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let every = Some(Duration::from_secs(3_600));
    let running = Server::start(world.app.clone(), every).await.unwrap();
    let channels = channels(&world).await;
    let mut socket = open(running.address, &key.key.public_id).await;
    let ask = |event: &str, n: usize| {
        Message::text(json!({"event": event, "data": {"channel": channels[n]}}).to_string())
    };
    // Free has fifty.
    for n in 0..50 {
        socket.send(ask("pusher:subscribe", n)).await.unwrap();
    }
    let mut heard = Vec::new();
    for _ in 0..50 {
        heard.push(answered(&mut socket).await);
    }
    assert!(heard.iter().all(|name| name == "pusher_internal:subscription_succeeded"), "{heard:?}");
    socket.send(ask("pusher:subscribe", 50)).await.unwrap();
    assert_eq!(answered(&mut socket).await, "pusher:subscription_error");
    assert_eq!(answered(&mut socket).await, "pusher:error");
    // The socket stays, and a place given back can be taken again.
    socket.send(ask("pusher:unsubscribe", 3)).await.unwrap();
    socket.send(ask("pusher:subscribe", 50)).await.unwrap();
    assert_eq!(answered(&mut socket).await, "pusher_internal:subscription_succeeded");
    running.stop().await;
}

/// The channels of the first matches that the built-in simulator plays, one more than free has.
async fn channels(world: &World) -> Vec<String> {
    for _ in 0..600 {
        let found = world.app.match_cache.select(|_| true);
        if found.len() > 50 {
            return found[..51].iter().map(|entry| entry.doc().channel.clone()).collect();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the simulator plays no matches");
}

/// The next answer to a subscription.
async fn answered(socket: &mut crate::sockets::Socket) -> String {
    loop {
        let (name, _) = crate::sockets::event(socket).await;
        // Between the answers come snapshots and, now and then, a change.
        if name.starts_with("pusher") {
            return name;
        }
    }
}
