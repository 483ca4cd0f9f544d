//! Sockets of several nodes are those of one service.

use crate::support::{
    client::Socket,
    eventually,
    ground::on_redis,
    process::Process,
    publisher::{Publisher, known},
    service::Service,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const ROOM: &str = "presence-room";

fn user(id: &str) -> Value {
    json!({ "user_id": id })
}

/// Waits until both nodes hear one another.
async fn acquainted(one: &Service, two: &Service) {
    for (here, there) in [(one, two), (two, one)] {
        let mut socket = Socket::connect(&here.socket()).await;
        socket.subscribe("hello", None).await;
        eventually("the nodes to know one another", 10, || async {
            (there.app.hub.listeners("hello") > 0).then_some(())
        })
        .await;
        drop(socket);
        eventually("the nodes to know that nobody listens", 10, || async {
            (there.app.hub.listeners("hello") == 0).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_told_once_on_every_node_and_not_to_its_sender() {
    on_redis(|ground| async move {
        let one = known(ground.node()).start().await;
        let two = known(ground.node()).start().await;
        acquainted(&one, &two).await;
        let (near, far) = (Publisher::of(&one), Publisher::of(&two));
        let mut sockets =
            [Socket::connect(&one.socket()).await, Socket::connect(&two.socket()).await];
        for socket in &mut sockets {
            socket.join(&near.app, "private-a", None).await;
        }
        for number in 0..20 {
            let event = json!({ "name": "e", "channel": "private-a", "data": number.to_string() });
            assert_eq!(near.post("events", &event).await.status, 200);
        }
        for socket in &mut sockets {
            for number in 0..20 {
                assert_eq!(socket.next().await.unwrap().data, json!(number));
            }
            socket.is_quiet().await;
        }
        let event = json!({ "name": "e", "channel": "private-a", "data": "{}", "socket_id": sockets[1].id() });
        assert_eq!(near.post("events", &event).await.status, 200);
        assert_eq!(sockets[0].next().await.unwrap().name, "e");
        sockets[1].is_quiet().await;
        sockets[1].send(json!({ "event": "client-x", "channel": "private-a", "data": 7 })).await;
        assert_eq!(sockets[0].expect("client-x").await.data, json!(7));
        sockets[1].is_quiet().await;
        for publisher in [&near, &far] {
            eventually("both to be counted", 5, || async {
                let asked = [("info", "subscription_count")];
                let channel = publisher.get("channels/private-a", &asked).await.json();
                let sockets = publisher.get("connections", &[]).await.json();
                let counted = channel["subscription_count"] == 2 && sockets["connections"] == 2;
                counted.then_some(())
            })
            .await;
        }
        one.stop().await;
        two.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_one_channel_know_one_another_whatever_node_they_are_on() {
    on_redis(|ground| async move {
        let one = known(ground.node()).start().await;
        let two = known(ground.node()).start().await;
        acquainted(&one, &two).await;
        let publisher = Publisher::of(&one);
        let mut near = Socket::connect(&one.socket()).await;
        let mut far = Socket::connect(&two.socket()).await;
        let mut again = Socket::connect(&two.socket()).await;
        near.join(&publisher.app, ROOM, Some(&user("1"))).await;
        eventually("the first to be known there", 5, || async {
            (two.app.hub.users(ROOM).len() == 1).then_some(())
        })
        .await;
        let found = far.join(&publisher.app, ROOM, Some(&user("2"))).await;
        assert_eq!(found["presence"]["ids"], json!(["1", "2"]));
        assert_eq!(near.expect("pusher_internal:member_added").await.data["user_id"], "2");
        // The same user on the first node, too.
        again.join(&publisher.app, ROOM, Some(&user("1"))).await;
        drop(near);
        far.is_quiet().await;
        drop(again);
        assert_eq!(far.expect("pusher_internal:member_removed").await.data["user_id"], "1");
        let users = publisher.get(&format!("channels/{ROOM}/users"), &[]).await.json();
        assert_eq!(users, json!({ "users": [{ "id": "2" }] }));
        two.stop().await;
        eventually("the channel to be left with its node", 3, || async {
            one.app.hub.users(ROOM).is_empty().then_some(())
        })
        .await;
        one.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_on_a_node_that_dies_are_gone_within_ten_seconds() {
    on_redis(|ground| async move {
        let one = known(ground.node()).start().await;
        let mut settings = ground.settings();
        settings.push(("REVERB_APP_SECRET", "a secret of tests"));
        let two = Process::serve(&settings).await;
        let app = Publisher::of(&one).app;
        let mut near = Socket::connect(&one.socket()).await;
        near.join(&app, ROOM, Some(&user("1"))).await;
        let mut far = Socket::connect(&two.socket()).await;
        far.join(&app, ROOM, Some(&user("2"))).await;
        assert_eq!(near.expect("pusher_internal:member_added").await.data["user_id"], "2");
        let died = Instant::now();
        two.kill();
        let gone = loop {
            let event = near.next_within(Duration::from_secs(12)).await.expect("is told");
            if event.name == "pusher_internal:member_removed" {
                break event.data;
            }
        };
        assert_eq!(gone["user_id"], "2");
        assert!(died.elapsed() < Duration::from_secs(11), "{:?}", died.elapsed());
        one.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_comes_later_knows_what_was_kept_and_who_is_there() {
    on_redis(|ground| async move {
        let one = known(ground.node()).start().await;
        let publisher = Publisher::of(&one);
        let event = json!({ "name": "goal", "channel": "cache-a", "data": "1" });
        assert_eq!(publisher.post("events", &event).await.status, 200);
        let mut near = Socket::connect(&one.socket()).await;
        near.join(&publisher.app, ROOM, Some(&user("1"))).await;
        let two = known(ground.node()).start().await;
        eventually("the newcomer to be told", 10, || async {
            let knows = two.app.hub.users(ROOM).len() == 1;
            (knows && two.app.hub.last_event("cache-a").is_some()).then_some(())
        })
        .await;
        let mut far = Socket::connect(&two.socket()).await;
        far.subscribe("cache-a", None).await;
        assert_eq!(far.expect("goal").await.data, json!(1));
        // A user is sent away from whatever node.
        let data = json!({ "id": "7" }).to_string();
        let text = format!("{}::user::{data}", far.id());
        let auth = format!("bts-guru:{}", publisher.app.sign(text.as_bytes()));
        let wish = json!({ "auth": auth, "user_data": data });
        far.send(json!({ "event": "pusher:signin", "data": wish })).await;
        far.expect("pusher:signin_success").await;
        publisher.post("users/7/terminate_connections", &json!({})).await;
        assert_eq!(far.expect("pusher:error").await.data["code"], 4009);
        one.stop().await;
        two.stop().await;
    })
    .await;
}
