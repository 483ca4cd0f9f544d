//! The operator's own channels, as a Laravel application uses them.

use crate::support::{
    client::Socket,
    publisher::{Publisher, operated},
    service::Service,
};
use serde_json::{Value, json};

async fn socket_of(service: &Service, key: &str) -> Socket {
    Socket::connect(&service.socket().replace("bts-guru", key)).await
}

fn user(id: &str) -> Value {
    json!({ "user_id": id, "user_info": { "name": format!("N{id}") } })
}

#[tokio::test]
async fn a_channel_of_any_name_is_heard_by_sockets_of_the_application() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let mut socket = Socket::connect(&service.socket()).await;
    let channels = ["orders", "private-orders.7", "private-encrypted-orders"];
    socket.subscribe(channels[0], None).await;
    socket.expect("pusher_internal:subscription_succeeded").await;
    for channel in &channels[1..] {
        assert_eq!(socket.join(&publisher.app, channel, None).await, json!({}));
    }
    for channel in channels {
        let event =
            json!({ "name": "App\\Events\\Shipped", "channel": channel, "data": r#"{"id":7}"# });
        let reply = publisher.post("events", &event).await;
        assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
        let heard = socket.next().await.unwrap();
        assert_eq!(
            (heard.name.as_str(), heard.channel.as_str()),
            ("App\\Events\\Shipped", channel)
        );
        assert_eq!(heard.data, json!({ "id": 7 }));
    }
}

#[tokio::test]
async fn a_customers_key_listens_to_none_of_the_operators_channels() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let (id, _) = service.key().await;
    let mut socket = socket_of(&service, &id).await;
    for (channel, status) in
        [("orders", 404), ("cache-orders", 404), ("private-orders", 403), ("presence-orders", 403)]
    {
        let user = user("1").to_string();
        let data = channel.starts_with("presence-").then_some(user.as_str());
        let auth = publisher.app.channel_auth(&socket.id(), channel, data);
        let wish = json!({ "channel": channel, "auth": auth, "channel_data": data });
        socket.send(json!({ "event": "pusher:subscribe", "data": wish })).await;
        let refused = socket.expect("pusher:subscription_error").await;
        assert_eq!((refused.channel.as_str(), &refused.data["status"]), (channel, &json!(status)));
    }
    let data = json!({ "id": "7" }).to_string();
    let text = format!("{}::user::{data}", socket.id());
    let auth = format!("bts-guru:{}", publisher.app.sign(text.as_bytes()));
    let wish = json!({ "auth": auth, "user_data": data });
    socket.send(json!({ "event": "pusher:signin", "data": wish })).await;
    loop {
        let error = socket.expect("pusher:error").await;
        // Those of the refused channels come before.
        if error.data["message"].as_str().unwrap().contains("who this is") {
            break assert_eq!(error.data["code"], 4009);
        }
    }
}

#[tokio::test]
async fn nobody_may_listen_where_nothing_is_offered_yet() {
    let service = operated().start().await;
    let mut socket = Socket::connect(&service.socket()).await;
    for channel in ["sandbox.replay", "sports.cricket"] {
        socket.subscribe(channel, None).await;
        let refused = socket.expect("pusher:subscription_error").await;
        assert_eq!(refused.data["status"], 404, "{channel}");
    }
}

#[tokio::test]
async fn members_see_one_another_come_speak_and_go() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let room = "presence-room";
    let mut one = Socket::connect(&service.socket()).await;
    let mut two = Socket::connect(&service.socket()).await;
    one.join(&publisher.app, room, Some(&user("1"))).await;
    let found = two.join(&publisher.app, room, Some(&user("2"))).await;
    assert_eq!(found["presence"]["ids"], json!(["1", "2"]));
    assert_eq!(found["presence"]["hash"]["1"], json!({ "name": "N1" }));
    let added = one.expect("pusher_internal:member_added").await;
    assert_eq!(added.data, user("2"));
    let said = json!({ "event": "client-typing", "channel": room, "data": { "on": true } });
    two.send(said).await;
    let heard = one.expect("client-typing").await;
    assert_eq!(heard.data, json!({ "on": true }));
    let users = publisher.get(&format!("channels/{room}/users"), &[]).await.json();
    assert_eq!(users, json!({ "users": [{ "id": "1" }, { "id": "2" }] }));
    drop(two);
    let removed = one.expect("pusher_internal:member_removed").await;
    assert_eq!(removed.data, json!({ "user_id": "2" }));
}

#[tokio::test]
async fn a_cache_channel_keeps_its_last_event_while_nobody_listens() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let mut early = Socket::connect(&service.socket()).await;
    early.subscribe("cache-scores", None).await;
    early.expect("pusher:cache_miss").await;
    drop(early);
    for data in ["1", "2"] {
        let event = json!({ "name": "goal", "channels": ["cache-scores"], "data": data });
        assert_eq!(publisher.post("events", &event).await.status, 200);
    }
    let mut late = Socket::connect(&service.socket()).await;
    late.subscribe("cache-scores", None).await;
    late.expect("pusher_internal:subscription_succeeded").await;
    let kept = late.next().await.unwrap();
    assert_eq!((kept.name.as_str(), kept.data), ("goal", json!(2)));
    late.is_quiet().await;
    let asked = [("info", "subscription_count,cache")];
    let channel = publisher.get("channels/cache-scores", &asked).await.json();
    assert_eq!((&channel["occupied"], &channel["subscription_count"]), (&json!(true), &json!(1)));
    assert_eq!(channel["cache"]["data"], "2");
    assert!((1_700..=1_800).contains(&channel["cache"]["ttl"].as_u64().unwrap()));
    let empty = publisher.get("channels/cache-other", &asked).await.json();
    assert_eq!(empty, json!({ "occupied": false, "subscription_count": 0, "cache": null }));
}
