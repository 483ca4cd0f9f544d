//! What Pusher clients rely on.

use live::HubConfig;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::support::{World, match_channel};

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_greeted_with_its_id_and_the_time_to_ping() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.connect("app", "?version=1&client=pysher&protocol=6").await;
    let event = client.event().await;
    assert_eq!(event.name, "pusher:connection_established");
    assert!(event.data_is_text);
    assert_eq!(event.data["activity_timeout"], 30);
    let (left, right) =
        event.data["socket_id"].as_str().and_then(|id| id.split_once('.')).expect("two");
    assert!(left.parse::<u32>().is_ok() && right.parse::<u32>().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_told_on_all_four_levels_of_channels() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    let channels = ["sports", "sports.football", "sports.football.leagues.euro", &match_channel(7)]
        .map(str::to_owned);
    for channel in &channels {
        assert_eq!(client.subscribe(channel).await, json!({}));
    }
    world.change(8).await;
    for channel in &channels[..3] {
        let event = client.event().await;
        assert_eq!((event.name.as_str(), event.channel.as_ref()), ("score.updated", Some(channel)));
    }
    world.change(7).await;
    for channel in &channels {
        let event = client.event().await;
        assert_eq!(event.channel.as_ref(), Some(channel));
        assert!(event.data_is_text);
        assert_eq!(event.seq(), 2);
    }
    client.is_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_channel_begins_with_its_snapshot_and_goes_on_without_a_gap() {
    let world = World::start(HubConfig::default()).await;
    let publisher = tokio::spawn({
        let world = world.clone();
        async move {
            for _ in 0..600 {
                world.change(7).await;
                tokio::time::sleep(std::time::Duration::from_micros(300)).await;
            }
        }
    });
    while world.hub.head() == 0 {
        tokio::task::yield_now().await;
    }
    let mut client = world.client().await;
    let channel = match_channel(7);
    for _ in 0..20 {
        client.ask("pusher:subscribe", json!({"channel": channel})).await;
        // Changes of the last round may still be on their way.
        while client.event().await.name != "pusher_internal:subscription_succeeded" {}
        let snapshot = client.event().await;
        assert_eq!(snapshot.name, "match.snapshot");
        let first = snapshot.seq();
        for seq in first + 1..=(first + 10).min(600) {
            assert_eq!(client.event().await.seq(), seq);
        }
        client.ask("pusher:unsubscribe", json!({"channel": channel})).await;
    }
    publisher.await.expect("published");
}

#[tokio::test(flavor = "multi_thread")]
async fn pings_are_answered_whatever_their_data() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    for ping in [
        r#"{"event":"pusher:ping"}"#,
        r#"{"event":"pusher:ping","data":{}}"#,
        r#"{"event":"pusher:ping","data":""}"#,
        r#"{"event":"pusher:ping","data":null}"#,
    ] {
        client.send(ping).await;
        assert_eq!(client.event().await.name, "pusher:pong", "{ping}");
    }
    client.send_raw(Message::Ping("here".into())).await;
    assert_eq!(client.frame().await, Message::Pong("here".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_granted_is_refused_with_a_sentence_and_the_socket_stays() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    let long = "a".repeat(201);
    for (channel, auth, code, kind, status) in [
        ("", "", 4300, "NotFound", 404),
        ("no spaces", "", 4300, "NotFound", 404),
        ("#server-to-user-1", "", 4300, "NotFound", 404),
        (long.as_str(), "", 4300, "NotFound", 404),
        ("weather", "", 4300, "NotFound", 404),
        ("private-user.1", "", 4009, "AuthError", 401),
        ("private-user.1", "app:forged", 4009, "AuthError", 403),
        ("presence-room", "", 4009, "AuthError", 401),
        ("presence-room", "app:forged", 4009, "AuthError", 403),
    ] {
        client.ask("pusher:subscribe", json!({"channel": channel, "auth": auth})).await;
        let (said_kind, said_status, (said, why)) = client.refusal(channel).await;
        assert_eq!(
            (said_kind.as_str(), said_status, said),
            (kind, status, code),
            "{channel}: {why}"
        );
        assert!(why.ends_with('.') || why.ends_with(';'), "{why}");
    }
    for (text, code) in [
        ("no json", 4300),
        (r#"{"event":"client-typing","channel":"sports","data":{}}"#, 4301),
        (r#"{"event":"score.updated","channel":"sports","data":{}}"#, 4300),
        (r#"{"event":"pusher:subscribe","data":{}}"#, 4300),
    ] {
        client.send(text).await;
        assert_eq!(client.error().await.0, code, "{text}");
    }
    client.is_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_channel_opens_to_whom_the_source_says() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    let auth = format!("{}:private-user.1", client.socket_id);
    client.ask("pusher:subscribe", json!({"channel": "private-user.1", "auth": auth})).await;
    assert_eq!(client.event().await.name, "pusher_internal:subscription_succeeded");
    world.hub.broadcast(&live::Broadcast {
        event: "usage".into(),
        channels: vec!["private-user.1".into()],
        data: r#"{"left":3}"#.into(),
        except: None,
    });
    let event = client.event().await;
    assert_eq!((event.name.as_str(), &event.data["left"]), ("usage", &json!(3)));
    world.hub.broadcast(&live::Broadcast {
        event: "usage".into(),
        channels: vec!["private-user.1".into()],
        data: "{}".into(),
        except: Some(client.socket_id.clone()),
    });
    client.is_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn subscribing_again_is_acknowledged_again_and_tells_nothing_twice() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    client.subscribe("sports").await;
    let text = json!({"event": "pusher:subscribe", "data": r#"{"channel":"sports"}"#}).to_string();
    client.send(text).await;
    assert_eq!(client.event().await.name, "pusher_internal:subscription_succeeded");
    assert_eq!(world.hub.subscribers("sports"), 1);
    world.change(1).await;
    assert_eq!(client.event().await.seq(), 1);
    client.ask("pusher:unsubscribe", json!({"channel": "sports"})).await;
    client.ask("pusher:unsubscribe", json!({"channel": "never"})).await;
    client.is_quiet().await;
    world.change(1).await;
    client.is_quiet().await;
    assert_eq!(world.hub.subscribers("sports"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keys_bounds_are_enforced() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client_of("small").await;
    client.subscribe("sports").await;
    client.subscribe("sports.football").await;
    client.ask("pusher:subscribe", json!({"channel": "sports.tennis"})).await;
    let (kind, status, (code, _)) = client.refusal("sports.tennis").await;
    assert_eq!((kind.as_str(), status, code), ("LimitReached", 429, 4300));
    client.subscribe("sports").await;
    let mut second = world.connect("small", "").await;
    assert_eq!(second.error().await.0, 4004);
    assert_eq!(second.close_code().await, 4004);
    assert_eq!(world.hub.sockets_of("small"), 1);
    drop(client);
    world.until("the first socket is given back", |_| world.hub.sockets_of("small") == 0).await;
    world.client_of("small").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_keys_and_protocols_get_an_error_and_a_close_code() {
    let world = World::start(HubConfig::default()).await;
    for (key, query, code) in
        [("unknown", "", 4001), ("app", "?protocol=99", 4007), ("app", "?protocol=x", 4006)]
    {
        let mut client = world.connect(key, query).await;
        assert_eq!(client.error().await.0, u64::from(code));
        assert_eq!(client.close_code().await, code);
    }
}
