//! Sockets and streams by key.

use crate::support::World;
use entity::{
    model::Scope,
    table::{plan, user},
};
use futures::{SinkExt, StreamExt};
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::Value;
use server::{
    accounts::keys::{ChangedBy, KeyEdit},
    runtime::Server,
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub async fn connect(address: SocketAddr, key: &str, origin: Option<&str>) -> Socket {
    let url = format!("ws://{address}/app/{key}?protocol=7&client=test");
    let mut request = url.into_client_request().unwrap();
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", origin.parse().unwrap());
    }
    connect_async(request).await.unwrap().0
}

/// The next event's name and data.
pub async fn event(socket: &mut Socket) -> (String, Value) {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => {
                let event: Value = serde_json::from_str(&text).unwrap();
                return (event["event"].as_str().unwrap().to_owned(), event["data"].clone());
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => panic!("the socket ended"),
            Some(Ok(_)) => {}
        }
    }
}

/// The code the socket is closed with.
pub async fn closed(socket: &mut Socket) -> u16 {
    loop {
        match socket.next().await {
            Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
            Some(Ok(Message::Text(text))) if text.contains("pusher:ping") => {
                drop(socket.send(Message::text(r#"{"event":"pusher:pong"}"#)).await);
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return 0,
        }
    }
}

pub async fn open(address: SocketAddr, key: &str) -> Socket {
    let mut socket = connect(address, key, None).await;
    assert_eq!(event(&mut socket).await.0, "pusher:connection_established");
    socket
}

/// A socket whose client answers every ping.
pub fn listening(mut socket: Socket) -> tokio::task::JoinHandle<u16> {
    tokio::spawn(async move { closed(&mut socket).await })
}

pub async fn within_two_seconds(socket: &mut Socket) -> u16 {
    tokio::time::timeout(Duration::from_secs(2), closed(socket)).await.expect("it stayed open")
}

#[tokio::test(flavor = "multi_thread")]
async fn revoking_a_key_closes_its_sockets_and_nobody_elses() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let other = world.key(account, &[Scope::StreamConnect]).await;
    let running = Server::start(world.app.clone(), None).await.unwrap();
    let mut theirs = open(running.address, &key.key.public_id).await;
    let mut others = open(running.address, &other.key.public_id).await;
    world.app.keys.revoke(account, key.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(within_two_seconds(&mut theirs).await, 4009);
    let silent = tokio::time::timeout(Duration::from_millis(300), others.next()).await;
    assert!(silent.is_err(), "{silent:?}");
    let mut again = connect(running.address, &key.key.public_id, None).await;
    let (name, data) = event(&mut again).await;
    assert_eq!((name.as_str(), data["code"].as_u64()), ("pusher:error", Some(4009)));
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_no_more_has_no_sockets_for_long() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let (_, other) = world.owner("b@example.com").await;
    let running = Server::start(world.app.clone(), None).await.unwrap();
    let mut theirs = open(running.address, &key.key.public_id).await;
    let mut others = open(running.address, &other.key.public_id).await;
    user::Entity::delete_by_id(account.0).exec(world.app.database.pool()).await.unwrap();
    assert_eq!(within_two_seconds(&mut theirs).await, 4009);
    let silent = tokio::time::timeout(Duration::from_millis(300), others.next()).await;
    assert!(silent.is_err(), "{silent:?}");
    assert_eq!(world.get("/sports", key.token.reveal()).await.code(), "unknown_key");
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_opens_as_many_sockets_as_its_plan_has_whatever_keys_it_uses() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let other = world.key(account, &[Scope::StreamConnect]).await;
    // Of four places one address has two: so many go to whoever names a key and proves nothing.
    let four = plan::Entity::update_many().col_expr(plan::Column::Sockets, Expr::value(4));
    four.exec(world.app.database.pool()).await.unwrap();
    world.app.plans.refresh().await.unwrap();
    let running = Server::start(world.app.clone(), None).await.unwrap();
    let _first = listening(open(running.address, &key.key.public_id).await);
    let second = listening(open(running.address, &other.key.public_id).await);
    let mut third = connect(running.address, &key.key.public_id, None).await;
    let (name, data) = event(&mut third).await;
    assert_eq!((name.as_str(), data["code"].as_u64()), ("pusher:error", Some(4004)));
    assert_eq!(closed(&mut third).await, 4004);
    second.abort();
    tokio::time::sleep(Duration::from_millis(300)).await;
    open(running.address, &key.key.public_id).await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_needs_the_scope_and_an_allowed_origin() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let reader = world.key(account, &[Scope::MatchesRead]).await;
    let running = Server::start(world.app.clone(), None).await.unwrap();
    let edit =
        KeyEdit { origins: Some(vec!["https://app.example.com".to_owned()]), ..KeyEdit::default() };
    world.app.keys.update(account, key.key.key, ChangedBy::Owner, &edit).await.unwrap();
    for (id, origin, code) in [
        (&*reader.key.public_id, None, 4009),
        (&*key.key.public_id, None, 4009),
        (&*key.key.public_id, Some("https://evil.example.com"), 4009),
        ("zzzzzzzz", None, 4001),
        ("no-key-at-all", None, 4001),
    ] {
        let mut socket = connect(running.address, id, origin).await;
        let (name, data) = event(&mut socket).await;
        assert_eq!((name.as_str(), data["code"].as_u64()), ("pusher:error", Some(code)), "{id}");
    }
    let origin = Some("https://app.example.com");
    let mut good = connect(running.address, &key.key.public_id, origin).await;
    assert_eq!(event(&mut good).await.0, "pusher:connection_established");
    let edit = KeyEdit {
        origins: Some(vec!["https://other.example.com".to_owned()]),
        ..KeyEdit::default()
    };
    world.app.keys.update(account, key.key.key, ChangedBy::Owner, &edit).await.unwrap();
    assert_eq!(within_two_seconds(&mut good).await, 4200, "it comes back and is looked at anew");
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_expires_closes_its_sockets_by_itself() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let running = Server::start(world.app.clone(), None).await.unwrap();
    let soon = world.app.clock.now() + chrono::TimeDelta::seconds(1);
    let edit = KeyEdit { expires_at: Some(Some(soon)), ..KeyEdit::default() };
    world.app.keys.update(account, key.key.key, ChangedBy::Owner, &edit).await.unwrap();
    let mut socket = open(running.address, &key.key.public_id).await;
    let code = tokio::time::timeout(Duration::from_secs(4), closed(&mut socket)).await;
    assert_eq!(code.expect("it stayed open"), 4009);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_socket_is_on_its_owners_usage_within_seconds_and_counted_once() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let running = Server::start(world.app.clone(), None).await.unwrap();
    let begun = Instant::now();
    let socket = open(running.address, &key.key.public_id).await;
    let used = async || {
        let usage = world.get("/usage?by=endpoint", key.token.reveal()).await.body;
        let rows = usage["data"].as_array().unwrap().clone();
        let row = rows.into_iter().find(|row| row["endpoint"] == "/app/{key}");
        row.map(|row| (row["socket_minutes"].as_f64().unwrap(), row["bytes"].as_u64().unwrap()))
    };
    let soon = async {
        loop {
            if let Some((minutes, bytes)) = used().await {
                return (minutes, bytes);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let (minutes, bytes) = tokio::time::timeout(Duration::from_secs(10), soon).await.unwrap();
    assert!(minutes > 0.0 && bytes > 0, "{minutes} min, {bytes} bytes");
    assert_eq!(running.app.hub.stats().sockets, 1, "it is open all the while");
    drop(socket);
    running.stop().await;
    let (all, _) = used().await.unwrap();
    assert!(all >= minutes && all <= begun.elapsed().as_secs_f64() / 60.0 + 0.001, "{all} min");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_names_its_key_in_the_address_and_ends_when_the_key_does() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let running = Server::start(world.app.clone(), None).await.unwrap();
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let id = &key.key.public_id;
    let request = format!(
        "GET /api/v1/stream?channels=sports&key={id} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut begun = [0; 512];
    let read = stream.read(&mut begun).await.unwrap();
    assert!(begun[..read].starts_with(b"HTTP/1.1 200"), "{:?}", &begun[..read]);
    world.app.keys.revoke(account, key.key.key, ChangedBy::Owner).await.unwrap();
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(2), stream.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the stream goes on");
    running.stop().await;
}
