//! Who is there.

use std::{collections::BTreeMap, sync::Arc};

use live::{Broadcast, HubConfig, Statement};
use serde_json::{Value, json};

use crate::support::{Client, World};

const ROOM: &str = "presence-room";

async fn ask(client: &mut Client, user: &str) {
    let auth = format!("{}:{ROOM}", client.socket_id);
    let data = json!({"user_id": user, "user_info": {"name": user}}).to_string();
    let wish = json!({"channel": ROOM, "auth": auth, "channel_data": data});
    client.ask("pusher:subscribe", wish).await;
}

/// Joins; the members it is told.
async fn join(client: &mut Client, user: &str) -> Value {
    ask(client, user).await;
    let event = client.event().await;
    assert_eq!(event.name, "pusher_internal:subscription_succeeded", "{event:?}");
    assert!(event.data_is_text);
    event.data["presence"].clone()
}

fn statement(listeners: usize, users: &[&str]) -> Statement {
    let members: BTreeMap<Arc<str>, _> = users.iter().map(|id| ((*id).into(), None)).collect();
    Statement { channel: ROOM.into(), listeners, members }
}

async fn told(client: &mut Client, name: &str, user: &str) {
    let event = client.event().await;
    assert_eq!(event.name, format!("pusher_internal:{name}"), "{event:?}");
    assert_eq!((event.channel.as_deref(), &event.data["user_id"]), (Some(ROOM), &json!(user)));
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_told_of_one_another_once_however_many_sockets_they_have() {
    let world = World::start(HubConfig { shards: 2, ..HubConfig::default() }).await;
    let mut first = world.client().await;
    let found = join(&mut first, "1").await;
    assert_eq!(found, json!({"count": 1, "ids": ["1"], "hash": {"1": {"name": "1"}}}));
    let (mut second, mut again) = (world.client().await, world.client().await);
    assert_eq!(join(&mut second, "2").await["count"], 2);
    told(&mut first, "member_added", "2").await;
    assert_eq!(join(&mut again, "2").await["ids"], json!(["1", "2"]));
    first.is_quiet().await;
    drop(second);
    first.is_quiet().await;
    again.ask("pusher:unsubscribe", json!({"channel": ROOM})).await;
    told(&mut first, "member_removed", "2").await;
    first.is_quiet().await;
    again.is_quiet().await;
    let users = world.hub.users(ROOM);
    assert_eq!(users.iter().map(|id| &**id).collect::<Vec<_>>(), ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_on_other_nodes_come_and_go_with_what_these_say() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    let (near, far): (Arc<str>, Arc<str>) = ("near".into(), "far".into());
    world.hub.hear(&near, &statement(2, &["2", "3"]));
    assert_eq!(join(&mut client, "1").await["ids"], json!(["1", "2", "3"]));
    world.hub.hear(&far, &statement(1, &["3"]));
    world.hub.hear(&near, &statement(1, &["2"]));
    client.is_quiet().await;
    assert_eq!(world.hub.listeners(ROOM), 3);
    world.hub.forget(&far);
    told(&mut client, "member_removed", "3").await;
    world.hub.hear_all(&near, &[]);
    told(&mut client, "member_removed", "2").await;
    assert_eq!(world.hub.listeners(ROOM), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_here_is_stated_for_other_nodes() {
    let world = World::start(HubConfig::default()).await;
    world.hub.watch();
    let mut client = world.client().await;
    join(&mut client, "1").await;
    let changed = world.hub.changed().await;
    assert_eq!((changed.len(), changed[0].listeners), (1, 1));
    assert!(changed[0].members.contains_key("1"));
    client.ask("pusher:unsubscribe", json!({"channel": ROOM})).await;
    let mut last = world.hub.changed().await;
    while last != [statement(0, &[])] {
        last = world.hub.changed().await;
    }
    assert!(world.hub.statements().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_presence_channel_refuses_whom_it_cannot_know() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    let auth = format!("{}:{ROOM}", client.socket_id);
    for data in [Value::Null, json!("{}"), json!(r#"{"user_id":"a b"}"#)] {
        let wish = json!({"channel": ROOM, "auth": auth, "channel_data": data});
        client.ask("pusher:subscribe", wish).await;
        let (kind, status, (code, _)) = client.refusal(ROOM).await;
        assert_eq!((kind.as_str(), status, code), ("BadData", 400, 4300), "{data}");
    }
    assert_eq!(join(&mut client, "1").await["count"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_channel_begins_with_its_last_event_or_says_that_there_is_none() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    client.subscribe("cache-a").await;
    assert_eq!(client.event().await.name, "pusher:cache_miss");
    let missed = live::Happening::CacheMiss { channel: "cache-a".into() };
    assert_eq!(*world.matches.happened.lock().expect("not poisoned"), [missed]);
    for number in [1, 2] {
        world.hub.broadcast(&Broadcast {
            event: "goal".into(),
            channels: vec!["cache-a".into(), "cache-b".into()],
            data: number.to_string().into(),
            except: None,
        });
        assert_eq!(client.event().await.data, json!(number));
    }
    let mut late = world.client().await;
    late.subscribe("cache-b").await;
    let event = late.event().await;
    assert_eq!((event.name.as_str(), event.data), ("goal", json!(2)));
    late.is_quiet().await;
}
