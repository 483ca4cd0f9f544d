//! The HTTP API of publishers, as Pusher's server libraries use it.

use crate::support::{
    client::Socket,
    publisher::{Publisher, operated},
};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

fn event(channels: &Value, data: &str) -> Value {
    json!({ "name": "e", "channels": channels, "data": data })
}

#[tokio::test]
async fn whoever_sent_an_event_need_not_hear_it_and_is_told_who_does() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let mut sender = Socket::connect(&service.socket()).await;
    let mut other = Socket::connect(&service.socket()).await;
    for socket in [&mut sender, &mut other] {
        let user = json!({ "user_id": "same" });
        socket.join(&publisher.app, "presence-a", Some(&user)).await;
        socket.subscribe("b", None).await;
        socket.expect("pusher_internal:subscription_succeeded").await;
    }
    let mut sent = event(&json!(["presence-a", "b"]), "{}");
    sent["socket_id"] = json!(sender.id());
    sent["info"] = json!("user_count,subscription_count");
    let told = publisher.post("events", &sent).await.json();
    let expected = json!({ "channels": {
        "presence-a": { "user_count": 1, "subscription_count": 2 },
        "b": { "subscription_count": 2 },
    }});
    assert_eq!(told, expected);
    let heard = [other.next().await.unwrap().channel, other.next().await.unwrap().channel];
    assert_eq!(heard, ["presence-a", "b"]);
    sender.is_quiet().await;
}

#[tokio::test]
async fn an_event_that_cannot_be_told_is_refused_by_what_is_wrong_with_it() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let many: Value = (0..101).map(|n| json!(format!("c{n}"))).collect();
    for (sent, status, field) in [
        (event(&json!(["a b"]), "{}"), 400, "channels"),
        (event(&json!([]), "{}"), 400, "channels"),
        (event(&many, "{}"), 400, "channels"),
        (event(&json!(["private-encrypted-a", "b"]), "{}"), 400, "channels"),
        (event(&json!(["a"]), &"x".repeat(10 * 1024 + 1)), 413, ""),
        (json!({ "name": "n".repeat(201), "channel": "a", "data": "" }), 400, "name"),
        (json!({ "name": "pusher:error", "channel": "a", "data": "" }), 400, "name"),
        (json!({ "name": "e", "channel": "a", "data": {} }), 400, "body"),
        (json!({ "name": "e", "channel": "a", "data": "", "socket_id": "x" }), 400, "socket_id"),
        (json!([]), 400, "body"),
    ] {
        let reply = publisher.post("events", &sent).await;
        assert_eq!(reply.status, status, "{}", reply.text);
        let named = reply.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned();
        assert_eq!(named, field, "{}", reply.text);
    }
    let whole = event(&json!(["a"]), &"x".repeat(10 * 1024));
    assert_eq!(publisher.post("events", &whole).await.status, 200);
}

#[tokio::test]
async fn a_batch_has_up_to_ten_events_of_up_to_ten_kilobytes() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let mut socket = Socket::connect(&service.socket()).await;
    socket.subscribe("a", None).await;
    socket.expect("pusher_internal:subscription_succeeded").await;
    let batch = |events: usize, data: &str| {
        let one =
            json!({ "name": "e", "channel": "a", "data": data, "info": "subscription_count" });
        json!({ "batch": vec![one; events] })
    };
    // Every character takes six when JSON writes it so.
    let hard = "\u{1}".repeat(10 * 1024);
    let reply = publisher.post("batch_events", &batch(10, &hard)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.json()["batch"].as_array().unwrap().len(), 10);
    assert_eq!(reply.json()["batch"][9], json!({ "subscription_count": 1 }));
    for _ in 0..10 {
        assert_eq!(socket.next().await.unwrap().name, "e");
    }
    assert_eq!(publisher.post("batch_events", &batch(11, "{}")).await.status, 400);
    let long = "x".repeat(10 * 1024 + 1);
    assert_eq!(publisher.post("batch_events", &batch(1, &long)).await.status, 413);
    socket.is_quiet().await;
}

#[tokio::test]
async fn a_body_that_comes_in_small_pieces_is_taken_whole() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let body = event(&json!(["a"]), &"x".repeat(9_000)).to_string();
    let query = publisher.query("POST", "/apps/1/events", &[], body.as_bytes());
    let head = format!(
        "POST /apps/1/events?{query} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(service.address()).await.unwrap();
    for _ in 0..2 {
        stream.write_all(head.as_bytes()).await.unwrap();
        for piece in body.as_bytes().chunks(1_500) {
            stream.write_all(piece).await.unwrap();
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        // The connection is kept for the next event.
        let mut answer = vec![0; 4_096];
        let read = stream.read(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer[..read]).to_lowercase();
        assert!(answer.starts_with("http/1.1 200") && answer.ends_with("{}"), "{answer}");
        assert!(!answer.contains("connection: close"), "{answer}");
    }
}

#[tokio::test]
async fn channels_and_connections_are_counted_and_users_are_sent_away() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let mut socket = Socket::connect(&service.socket()).await;
    let other = Socket::connect(&service.socket()).await;
    socket.join(&publisher.app, "presence-a", Some(&json!({ "user_id": 7 }))).await;
    socket.subscribe("b", None).await;
    socket.expect("pusher_internal:subscription_succeeded").await;
    let all = publisher.get("channels", &[]).await.json();
    assert_eq!(all, json!({ "channels": { "presence-a": {}, "b": {} } }));
    let asked = [("filter_by_prefix", "presence-"), ("info", "user_count")];
    let some = publisher.get("channels", &asked).await.json();
    assert_eq!(some, json!({ "channels": { "presence-a": { "user_count": 1 } } }));
    let one = publisher.get("channels/b", &[]).await.json();
    assert_eq!(one, json!({ "occupied": true }));
    assert_eq!(publisher.get("channels/c", &[]).await.json(), json!({ "occupied": false }));
    for (what, asked) in
        [("channels", &asked[1..]), ("channels/b", &asked[1..]), ("channels/b/users", &asked[..0])]
    {
        assert_eq!(publisher.get(what, asked).await.status, 400, "{what}");
    }
    assert_eq!(publisher.get("connections", &[]).await.json(), json!({ "connections": 2 }));
    let data = json!({ "id": "7" }).to_string();
    let text = format!("{}::user::{data}", socket.id());
    let auth = format!("bts-guru:{}", publisher.app.sign(text.as_bytes()));
    let wish = json!({ "auth": auth, "user_data": data });
    socket.send(json!({ "event": "pusher:signin", "data": wish })).await;
    socket.expect("pusher:signin_success").await;
    socket.subscribe("#server-to-user-7", None).await;
    socket.expect("pusher_internal:subscription_succeeded").await;
    assert_eq!(
        publisher.post("events", &event(&json!(["#server-to-user-7"]), "1")).await.status,
        200
    );
    assert_eq!(socket.expect("e").await.channel, "#server-to-user-7");
    let reply = publisher.post("users/7/terminate_connections", &json!({})).await;
    assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
    let error = socket.expect("pusher:error").await;
    assert_eq!(error.data["code"], 4009);
    assert!(socket.next().await.is_none(), "it is closed");
    drop(other);
}
