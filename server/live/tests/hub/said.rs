//! What clients say: to one another, and of themselves.

use live::{Broadcast, ClientEvent, Happening, HubConfig};
use serde_json::{Value, json};

use crate::support::{Client, World};

async fn listen(client: &mut Client, channel: &str) {
    let auth = format!("{}:{channel}", client.socket_id);
    client.ask("pusher:subscribe", json!({"channel": channel, "auth": auth})).await;
    assert_eq!(client.event().await.name, "pusher_internal:subscription_succeeded");
}

async fn tell(client: &mut Client, channel: &str, data: &Value) {
    let said = json!({"event": "client-typing", "channel": channel, "data": data});
    client.send(said.to_string()).await;
}

async fn refused(client: &mut Client) -> u64 {
    let event = client.event().await;
    assert_eq!(event.name, "pusher:error", "{event:?}");
    event.data["code"].as_u64().expect("a code")
}

async fn sign_in(client: &mut Client, user: &str) {
    let auth = format!("{}:user", client.socket_id);
    let data = json!({"id": user, "user_info": {"name": "A"}}).to_string();
    client.ask("pusher:signin", json!({"auth": auth, "user_data": data})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_event_reaches_all_others_of_the_channel_as_it_was_sent() {
    let world = World::start(HubConfig { shards: 2, ..HubConfig::default() }).await;
    let (mut one, mut two) = (world.client().await, world.client().await);
    listen(&mut one, "private-a").await;
    listen(&mut two, "private-a").await;
    tell(&mut one, "private-a", &json!({"a": 1})).await;
    let heard = two.event().await;
    assert_eq!((heard.name.as_str(), &heard.data), ("client-typing", &json!({"a": 1})));
    assert!(!heard.data_is_text);
    one.is_quiet().await;
    let said = ClientEvent {
        event: "client-typing".into(),
        channel: "private-a".into(),
        data: r#"{"a":1}"#.into(),
        user_id: None,
        socket_id: one.socket_id.clone(),
    };
    let happened = world.matches.happened.lock().expect("not poisoned").clone();
    assert_eq!(happened, [Happening::ClientEvent(said.clone())]);
    world.hub.relay(&ClientEvent { socket_id: "1.1".into(), ..said });
    one.event().await;
    two.event().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn client_events_are_for_members_of_private_channels_that_take_them() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    client.subscribe("sports").await;
    listen(&mut client, "private-silent").await;
    listen(&mut client, "private-encrypted-a").await;
    for channel in ["sports", "private-silent", "private-encrypted-a", "private-elsewhere"] {
        tell(&mut client, channel, &json!({})).await;
        assert_eq!(refused(&mut client).await, 4301, "{channel}");
    }
    listen(&mut client, "private-a").await;
    for _ in 0..10 {
        tell(&mut client, "private-a", &json!({})).await;
    }
    client.is_quiet().await;
    for _ in 0..11 {
        tell(&mut client, "private-a", &json!({})).await;
    }
    assert_eq!(refused(&mut client).await, 4301);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_has_a_channel_of_their_own_and_can_be_sent_away() {
    let world = World::start(HubConfig { shards: 2, ..HubConfig::default() }).await;
    let mut client = world.client().await;
    let own = "#server-to-user-7";
    client.ask("pusher:subscribe", json!({"channel": own})).await;
    assert_eq!(client.refusal(own).await.1, 404);
    let forged = json!({"auth": "x", "user_data": r#"{"id":"7"}"#});
    client.ask("pusher:signin", forged).await;
    assert_eq!(refused(&mut client).await, 4009);
    sign_in(&mut client, "7").await;
    let event = client.event().await;
    assert_eq!(event.name, "pusher:signin_success");
    assert!(event.data["user_data"].as_str().expect("a string").contains(r#""id":"7""#));
    sign_in(&mut client, "8").await;
    assert_eq!(refused(&mut client).await, 4009);
    client.subscribe(own).await;
    client.ask("pusher:subscribe", json!({"channel": "#server-to-user-8"})).await;
    assert_eq!(client.refusal("#server-to-user-8").await.1, 404);
    world.hub.broadcast(&Broadcast {
        event: "hello".into(),
        channels: vec![own.into()],
        data: "{}".into(),
        except: None,
    });
    assert_eq!(client.event().await.name, "hello");
    assert!(world.hub.listened_to("").is_empty());
    // A presence channel knows who signed in without being told again.
    let room = "presence-a";
    let auth = format!("{}:{room}", client.socket_id);
    client.ask("pusher:subscribe", json!({"channel": room, "auth": auth})).await;
    let found = client.event().await.data;
    assert_eq!(found["presence"]["hash"], json!({"7": {"name": "A"}}));
    tell(&mut client, room, &json!("x")).await;
    let mut other = world.client().await;
    world.hub.close_user("8", "Goodbye.");
    world.hub.close_user("7", "Goodbye.");
    assert_eq!(client.event().await.name, "pusher:error");
    assert_eq!(client.close_code().await, 4009);
    other.ask("pusher:ping", json!({})).await;
    assert_eq!(other.event().await.name, "pusher:pong");
}
