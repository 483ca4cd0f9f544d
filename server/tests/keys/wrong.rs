//! What wrong keys cost, and what the owner of a known one is told of them.

use crate::support::{World, bearer};
use axum::body::Body;
use entity::model::Scope;
use serde_json::{Value, json};
use server::{
    accounts::keys::{ChangedBy, Grace, KeyDraft, Token},
    runtime::Server,
};
use tokio_tungstenite::{connect_async, tungstenite};

/// A public id that nobody has.
fn nobody(n: usize) -> String {
    format!("{n:08}")
}

#[tokio::test]
async fn wrong_keys_past_thirty_a_minute_are_429_and_a_good_one_is_let_in_all_the_same() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    // Not remembered yet, and used first when its address is past its share.
    let good = world.key(account, &[Scope::MatchesRead]).await;
    let mut refused = 0;
    for n in 0..60 {
        let answer = world.get("/sports", Token::mint(&nobody(n)).reveal()).await;
        match answer.status.as_u16() {
            401 => assert_eq!(answer.code(), "unknown_key"),
            429 => {
                refused += 1;
                assert_eq!(answer.code(), "too_many_wrong_keys");
                let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
                assert!((1..=60).contains(&wait), "{wait}");
                assert!(answer.body["detail"].as_str().unwrap().contains(&format!("in {wait} s")));
                assert_eq!(answer.headers["content-type"], "application/problem+json");
            }
            other => panic!("{other}: {}", answer.body),
        }
    }
    // One flows back every two seconds.
    assert!((25..=30).contains(&refused), "{refused}");
    for _ in 0..3 {
        assert_eq!(world.get("/sports", good.token.reveal()).await.status, 200);
    }
    assert_eq!(world.get("/sports", "nonsense").await.status, 429, "and it did not help the wrong");
    assert_eq!(world.call("GET", "/sports", &[], Body::empty()).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_with_wrong_keys_are_429_past_thirty_a_minute() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let key = world.key(account, &[Scope::StreamConnect]).await;
    let running = Server::start(world.app.clone(), None).await.unwrap();
    let url = |id: &str| format!("ws://{}/app/{id}?protocol=7", running.address);
    for n in 0..30 {
        let (_closed, answer) = connect_async(url(&nobody(n))).await.unwrap();
        assert_eq!(answer.status(), 101, "a Pusher client is told by a close: {n}");
    }
    let Err(tungstenite::Error::Http(answer)) = connect_async(url("abcdefgh")).await else {
        panic!("the socket was not refused");
    };
    assert_eq!(answer.status(), 429);
    assert!(answer.headers().contains_key("retry-after"));
    let (_socket, answer) = connect_async(url(&key.key.public_id)).await.unwrap();
    assert_eq!(answer.status(), 101, "a good one is let in");
    running.stop().await;
}

#[tokio::test]
async fn streams_with_wrong_keys_are_429_past_thirty_a_minute() {
    let world = World::start().await;
    let mut statuses = Vec::new();
    for n in 0..40 {
        let path = format!("/stream?channels=sports&key={}", nobody(n));
        let answer = world.call("GET", &path, &[], Body::empty()).await;
        statuses.push(answer.status.as_u16());
    }
    // One flows back every two seconds.
    let wrong = statuses.iter().filter(|status| **status == 401).count();
    assert!((30..=33).contains(&wrong), "{statuses:?}");
    assert!(statuses.iter().all(|status| [401, 429].contains(status)), "{statuses:?}");
}

#[tokio::test]
async fn what_nobody_has_takes_no_place_of_keys_that_are_remembered() {
    let world = World::unlimited().await;
    let (_, key) = world.owner("a@example.com").await;
    world.get("/sports", key.token.reveal()).await;
    let before = world.app.keys.lookups();
    for n in 0..200 {
        world.get("/sports", Token::mint(&nobody(n)).reveal()).await;
        world.get("/sports", Token::mint(&nobody(n)).reveal()).await;
    }
    assert_eq!(world.app.keys.lookups() - before, 200, "the second try of each is remembered");
    assert_eq!(world.get("/sports", key.token.reveal()).await.status, 200);
    assert_eq!(world.app.keys.lookups() - before, 200);
}

/// Code and count of each line of `refused`.
fn counts(report: &Value) -> Vec<(&str, u64)> {
    let lines = report["refused"].as_array().unwrap();
    let mut counts: Vec<_> = lines
        .iter()
        .map(|line| (line["code"].as_str().unwrap(), line["count"].as_u64().unwrap()))
        .collect();
    counts.sort_unstable();
    counts
}

#[tokio::test]
async fn refusals_of_a_known_key_are_counted_for_its_owner_by_code() {
    let world = World::start().await;
    let (account, owner) = world.owner("a@example.com").await;
    let (_, other) = world.owner("b@example.com").await;
    let draft = KeyDraft {
        name: "leaked".to_owned(),
        scopes: vec![Scope::MatchesRead],
        addresses: vec!["198.51.100.0/24".to_owned()],
        ..KeyDraft::default()
    };
    let keys = &world.app.keys;
    let bound = keys.create(account, ChangedBy::Owner, &draft).await.unwrap();
    for _ in 0..3 {
        assert_eq!(world.get("/sports", bound.token.reveal()).await.code(), "address_denied");
    }
    let draft =
        KeyDraft { addresses: vec![], origins: vec!["https://a.example".to_owned()], ..draft };
    let web = keys.create(account, ChangedBy::Owner, &draft).await.unwrap();
    assert_eq!(world.get("/sports", web.token.reveal()).await.code(), "origin_denied");
    let plain = world.key(account, &[Scope::MatchesRead]).await;
    assert_eq!(world.get("/keys", plain.token.reveal()).await.code(), "scope_missing");
    assert_eq!(world.get("/proxy/football/status", plain.token.reveal()).await.status, 403);
    let new = keys.rotate(account, plain.key.key, ChangedBy::Owner, Grace::Now).await.unwrap();
    assert_eq!(world.get("/sports", plain.token.reveal()).await.code(), "replaced_key");
    keys.disable(account, plain.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(world.get("/sports", new.token.reveal()).await.code(), "disabled_key");
    keys.revoke(account, plain.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(world.get("/sports", new.token.reveal()).await.code(), "revoked_key");
    // A wrong secret is not the key, whoever's id it names.
    let forged = Token::mint(&bound.key.public_id);
    assert_eq!(world.get("/sports", forged.reveal()).await.code(), "unknown_key");
    world.app.usage.flush().await.unwrap();
    let report = world.get("/usage", owner.token.reveal()).await.body;
    let wanted = [
        ("address_denied", 3),
        ("disabled_key", 1),
        ("origin_denied", 1),
        ("replaced_key", 1),
        ("revoked_key", 1),
        ("scope_missing", 2),
    ];
    assert_eq!(counts(&report), wanted);
    // Told once, and nothing of it is charged.
    let total = &report["total"];
    let numbers = (&total["requests"], &total["errors"], &total["charged"]);
    assert_eq!(numbers, (&json!(0), &json!(0), &json!(0)));
    let mut lines = report["refused"].as_array().unwrap().iter();
    let line = lines.find(|line| line["code"] == "address_denied").unwrap();
    assert_eq!(
        (&line["key_id"], &line["key_name"], &line["last_from"]),
        (&json!(bound.key.public_id), &json!("leaked"), &json!("203.0.113.7"))
    );
    let one = world.get(&format!("/usage?key={}", web.key.public_id), owner.token.reveal()).await;
    assert_eq!(counts(&one.body), [("origin_denied", 1)]);
    let theirs = world.get("/usage", other.token.reveal()).await.body;
    assert_eq!(theirs["refused"], json!([]), "nobody else sees them");
    // Written in two batches, they are added up.
    assert_eq!(world.get("/sports", bound.token.reveal()).await.code(), "address_denied");
    world.app.usage.flush().await.unwrap();
    let report = world.get("/usage", owner.token.reveal()).await.body;
    assert_eq!(counts(&report)[0], ("address_denied", 4));
}

#[tokio::test]
async fn a_public_id_in_the_address_gives_streams_and_nothing_else() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let id = &key.key.public_id;
    for path in ["/keys/stream", "/keys", "/usage", "/account", "/proxy/football/stream"] {
        let answer = world.call("GET", &format!("{path}?key={id}"), &[], Body::empty()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (401, "key_required"), "{path}");
    }
    let path = format!("/stream?channels=nowhere&key={id}");
    let answer = world.call("GET", &path, &[], Body::empty()).await;
    assert_eq!((answer.status.as_u16(), answer.fields()), (400, vec!["channels"]));
    let bad = [("authorization", &*bearer("bts_live_"))];
    let answer = world.call("GET", &path, &bad, Body::empty()).await;
    assert_eq!(answer.code(), "malformed_key", "a header is not passed over");
}
