//! Clients behind other streams than TCP.

use futures::{SinkExt, StreamExt};
use live::HubConfig;
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Event, PATIENCE, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_is_not_tcp_is_bridged_and_hears_the_same() {
    let world = World::start(HubConfig::default()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("socket");
    world.listen_on_path(&path);
    let stream = tokio::net::UnixStream::connect(&path).await.expect("connected");
    let url = "ws://localhost/app/app?protocol=7";
    let (mut socket, _) = tokio_tungstenite::client_async(url, stream).await.expect("upgraded");
    let subscribe = r#"{"event":"pusher:subscribe","data":{"channel":"sports"}}"#;
    socket.send(Message::text(subscribe)).await.expect("sent");
    let mut names = Vec::new();
    while names.len() < 3 {
        let frame = tokio::time::timeout(PATIENCE, socket.next()).await.expect("in time");
        let text = frame.expect("not ended").expect("a frame").into_text().expect("text");
        names.push(Event::read(&text).name);
        if names.len() == 2 {
            world.change(1).await;
        }
    }
    assert_eq!(names[1..], ["pusher_internal:subscription_succeeded", "score.updated"]);
    socket.close(None).await.expect("closed");
    while socket.next().await.is_some_and(|frame| frame.is_ok()) {}
    world.until("gone", |stats| stats.sockets == 0).await;
}
