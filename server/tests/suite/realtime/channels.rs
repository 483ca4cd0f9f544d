use crate::support::{
    client::Socket,
    eventually,
    service::{Service, service},
    upstream::{Upstream, fixture, score},
};
use serde_json::json;
use std::time::Duration;

pub async fn one_match() -> (Upstream, Service) {
    let upstream = Upstream::default();
    upstream.put(fixture(5, 0, 0));
    let url = upstream.start().await;
    let service = service().follow(&url, Duration::from_millis(100)).start().await;
    eventually("the match", 10, || async {
        (service.http.all("/api/v1/matches").await.len() == 1).then_some(())
    })
    .await;
    (upstream, service)
}

#[tokio::test]
async fn one_change_is_one_message_on_each_of_the_four_channels() {
    let (upstream, service) = one_match().await;
    let channels = [
        "sports",
        "sports.football",
        "sports.football.leagues.test-league",
        "sports.football.leagues.test-league.matches.5",
    ];
    let mut socket = Socket::connect(&service.socket()).await;
    for channel in channels {
        socket.subscribe(channel, None).await;
        let answer = socket.expect("pusher_internal:subscription_succeeded").await;
        assert_eq!(answer.channel, channel);
    }
    let snapshot = socket.expect("match.snapshot").await;
    assert_eq!(snapshot.data["id"], json!("5"));
    upstream.edit(5, |f| score(f, 1, 0));
    let mut heard = Vec::new();
    for _ in channels {
        let event = socket.expect("score.updated").await;
        assert_eq!(event.data["version"], json!(2));
        assert_eq!(event.data["channel"], json!(channels[3]), "the match's own channel");
        heard.push(event.channel);
    }
    heard.sort();
    assert_eq!(heard, channels);
}

#[tokio::test]
async fn an_unknown_league_or_match_is_refused_in_one_sentence_and_the_socket_stays() {
    let (_upstream, service) = one_match().await;
    let mut socket = Socket::connect(&service.socket()).await;
    for (channel, sentence) in [
        ("sports.football.leagues.nowhere", "there is no league “nowhere” in Football"),
        (
            "sports.football.leagues.test-league.matches.6",
            "there is no current match “6” in test-league",
        ),
        ("sports.cricket", "“sports.cricket” is not a channel"),
    ] {
        socket.subscribe(channel, None).await;
        let refused = socket.next().await.expect("an answer");
        assert_eq!((&*refused.name, &*refused.channel), ("pusher:subscription_error", channel));
        assert_eq!(
            (&refused.data["type"], &refused.data["status"]),
            (&json!("NotFound"), &json!(404))
        );
        let error = socket.next().await.expect("an error");
        assert_eq!((&*error.name, &error.data["code"]), ("pusher:error", &json!(4300)));
        assert_eq!(refused.data["error"], error.data["message"]);
        assert!(error.data["message"].as_str().unwrap().contains(sentence), "{:?}", error.data);
    }
    socket.send(json!({"event": "pusher:ping", "data": {}})).await;
    socket.expect("pusher:pong").await;
}

#[tokio::test]
async fn a_channel_that_is_not_for_this_socket_is_refused_by_name_with_a_status() {
    let (_upstream, service) = one_match().await;
    let mut socket = Socket::connect(&service.socket()).await;
    for channel in ["private-x", "presence-x"] {
        for (auth, status) in [("", 401), ("bts-guru:00", 403)] {
            let data = json!({"channel": channel, "auth": auth});
            socket.send(json!({"event": "pusher:subscribe", "data": data})).await;
            let refused = socket.next().await.expect("an answer");
            assert_eq!((&*refused.name, &*refused.channel), ("pusher:subscription_error", channel));
            assert_eq!(
                (&refused.data["type"], &refused.data["status"]),
                (&json!("AuthError"), &json!(status))
            );
            let error = socket.next().await.expect("an error");
            assert_eq!((&*error.name, &error.data["code"]), ("pusher:error", &json!(4009)));
        }
    }
    socket.subscribe("sports", None).await;
    socket.expect("pusher_internal:subscription_succeeded").await;
}

#[tokio::test]
async fn an_unknown_key_is_closed_with_4001() {
    let (_upstream, service) = one_match().await;
    let url = service.socket().replace("bts-guru", "nobody");
    let (mut stream, _) = tokio_tungstenite::connect_async(url).await.expect("upgrades");
    use futures::StreamExt;
    let mut code = None;
    while let Some(Ok(message)) = stream.next().await {
        if let tokio_tungstenite::tungstenite::Message::Close(Some(frame)) = message {
            code = Some(u16::from(frame.code));
        }
    }
    assert_eq!(code, Some(4001));
}

#[tokio::test]
async fn a_position_of_another_life_of_the_log_is_answered_with_a_snapshot() {
    let (_upstream, service) = one_match().await;
    let mut socket = Socket::connect(&service.socket()).await;
    let old = json!({"epoch": "long-gone", "seq": "3-0"});
    socket.subscribe("sports.football", Some(&old)).await;
    let answer = socket.expect("pusher_internal:subscription_succeeded").await;
    assert_eq!(answer.data, json!({"recovered": false}));
    let snapshot = socket.expect("match.snapshot").await;
    assert_eq!(snapshot.data["id"], json!("5"));
}
