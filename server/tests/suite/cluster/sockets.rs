//! Sockets and streams are counted over all nodes.

use crate::support::{eventually, ground::on_redis, service::Service};
use entity::table::plan;
use futures::StreamExt;
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::Value;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, client_async, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A socket of this key, its first event and that event's code.
async fn open(node: &Service, key: &str) -> (Socket, String, Option<u64>) {
    let url = node.socket().replace("bts-guru", key);
    let (mut socket, _) = connect_async(url).await.unwrap();
    while let Some(Ok(message)) = socket.next().await {
        if let Message::Text(text) = message {
            let event: Value = serde_json::from_str(&text).unwrap();
            let name = event["event"].as_str().unwrap().to_owned();
            return (socket, name, event["data"]["code"].as_u64());
        }
    }
    panic!("the socket said nothing");
}

/// What a socket from this address of the loopback is told first; open until its task is ended.
async fn open_from(node: &Service, key: &str, from: &str, token: Option<&str>) -> Came {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    let stream = socket.connect(node.address()).await.unwrap();
    let url = node.socket().replace("bts-guru", key);
    let mut request = url.into_client_request().unwrap();
    if let Some(token) = token {
        let bearer = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert("authorization", bearer);
    }
    let (mut socket, _) = client_async(request, stream).await.unwrap();
    let first = socket.next().await.unwrap().unwrap().into_text().unwrap();
    let code = tokio::spawn(async move {
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return u16::from(frame.code),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return 0,
            }
        }
    });
    Came { welcomed: first.contains("pusher:connection_established"), code }
}

/// A socket that was opened, and with which code it ends.
struct Came {
    welcomed: bool,
    code: tokio::task::JoinHandle<u16>,
}

async fn is_refused(node: &Service, key: &str) {
    let begun = std::time::Instant::now();
    let (mut socket, name, code) = open(node, key).await;
    // Those that have the places are there and answer, so nothing is waited for.
    assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!((name.as_str(), code), ("pusher:error", Some(4004)));
    while let Some(Ok(message)) = socket.next().await {
        if let Message::Close(Some(frame)) = message {
            return assert_eq!(u16::from(frame.code), 4004);
        }
    }
    panic!("it was not closed with a code");
}

/// A socket whose client answers every ping.
fn listening(mut socket: Socket) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move { while let Some(Ok(_)) = socket.next().await {} })
}

/// Of four places one address has two.
async fn four_places(nodes: &[&Service]) {
    let four = plan::Entity::update_many().col_expr(plan::Column::Sockets, Expr::value(4));
    four.exec(nodes[0].app.database.pool()).await.unwrap();
    for node in nodes {
        node.app.plans.refresh().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_of_a_lost_network_makes_way_on_whatever_node_it_is() {
    on_redis(|ground| async move {
        let (one, two) = (ground.node().start().await, ground.node().start().await);
        let (id, _) = one.key().await;
        four_places(&[&one, &two]).await;
        // Their clients never read, so they never answer a ping.
        let _lost = (open(&one, &id).await, open(&one, &id).await);
        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
        assert_eq!(open(&two, &id).await.1, "pusher:connection_established");
        one.stop().await;
        two.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_that_hold_everything_on_two_nodes_keep_neither_visitor_nor_owner_out() {
    on_redis(|ground| async move {
        let (one, two) = (ground.node().start().await, ground.node().start().await);
        let (id, token) = one.key().await;
        four_places(&[&one, &two]).await;
        // One of each on each node, so that neither node alone sees that they have more than one.
        let mut strangers = Vec::new();
        for node in [&one, &two] {
            for from in ["127.0.0.2", "127.0.0.3"] {
                strangers.push(open_from(node, &id, from, None).await);
            }
        }
        assert!(strangers.iter().all(|socket| socket.welcomed));
        let third = open_from(&two, &id, "127.0.0.4", None).await;
        assert!(third.welcomed);
        assert!(!open_from(&one, &id, "127.0.0.4", None).await.welcomed, "it has its share");
        let closed = || strangers.iter().filter(|socket| socket.code.is_finished()).count();
        eventually("one makes way", 5, || async { (closed() > 0).then_some(()) }).await;
        assert_eq!((closed(), third.code.is_finished()), (1, false));
        strangers.push(third);
        for node in [&one, &two, &one, &two] {
            assert!(open_from(node, &id, "127.0.0.5", Some(&token)).await.welcomed);
        }
        for stranger in strangers {
            assert_eq!(stranger.code.await.unwrap(), 4100);
        }
        assert!(!open_from(&one, &id, "127.0.0.6", None).await.welcomed);
        one.stop().await;
        two.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_third_socket_of_one_address_is_refused_on_whatever_node() {
    on_redis(|ground| async move {
        let (one, two) = (ground.node().start().await, ground.node().start().await);
        let (id, _) = one.key().await;
        four_places(&[&one, &two]).await;
        let (first, name, _) = open(&one, &id).await;
        assert_eq!(name, "pusher:connection_established");
        let _first = listening(first);
        let (second, name, _) = open(&two, &id).await;
        assert_eq!(name, "pusher:connection_established");
        let second = listening(second);
        is_refused(&one, &id).await;
        is_refused(&two, &id).await;
        let stream = format!("/api/v1/stream?channels=sports&key={id}");
        let refused = one.http.get_with(&stream, &[]).await;
        assert_eq!(
            (refused.status, refused.json()["code"].as_str()),
            (429, Some("too_many_streams"))
        );
        // Another owner has places of his own.
        let (other, _) = two.key().await;
        assert_eq!(open(&one, &other).await.1, "pusher:connection_established");
        second.abort();
        let third = eventually("the place to be free on the other node", 5, || async {
            let (socket, name, _) = open(&one, &id).await;
            (name == "pusher:connection_established").then_some(socket)
        })
        .await;
        let third = listening(third);
        is_refused(&two, &id).await;
        third.abort();
        // A node that stops leaves nothing behind.
        one.stop().await;
        let kept = eventually("the places of a stopped node", 5, || async {
            let (socket, name, _) = open(&two, &id).await;
            let again = open(&two, &id).await;
            (name == again.1 && name == "pusher:connection_established").then_some((socket, again))
        })
        .await;
        let kept = [kept.0, kept.1.0].map(listening);
        is_refused(&two, &id).await;
        drop(kept);
        two.stop().await;
    })
    .await;
}
