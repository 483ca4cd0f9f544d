//! What is pushed: close codes, and the snippets of the page.

use super::support::{ask, get, router, serve, service};
use axum::body::to_bytes;
use live::CloseCode;
use std::time::Duration;

#[tokio::test]
async fn the_page_tells_of_every_close_code_what_it_means_and_what_to_do() {
    let app = service().await;
    let response = ask(&router(&app).await, get("/docs/realtime")).await;
    let body = to_bytes(response.into_body(), 1 << 20).await.expect("is read");
    let html = String::from_utf8(body.to_vec()).expect("is text");
    for code in CloseCode::ALL {
        let number = code.number();
        let row = format!("<tr><th scope=\"row\">{number}</th><td>");
        let cells = html.split(&row).nth(1).unwrap_or_else(|| panic!("{number} has no row"));
        let (cells, _) = cells.split_once("</tr>").expect("the row ends");
        assert!(cells.contains(code.advice()), "{number}: {cells}");
    }
}

/// The stream of the snippet, over a real socket: what `curl -N` would show.
#[tokio::test]
async fn the_stream_snippet_runs() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let app = service().await;
    let (address, _served) = serve(&app).await;
    let mut socket = tokio::net::TcpStream::connect(address).await.expect("connects");
    let request = "GET /api/v1/stream?channels=sports.football HTTP/1.1\r\nhost: x\r\n\r\n";
    socket.write_all(request.as_bytes()).await.expect("writes");
    let mut head = vec![0; 1_024];
    let read = tokio::time::timeout(Duration::from_secs(5), socket.read(&mut head));
    let read = read.await.expect("answers in time").expect("reads");
    let head = String::from_utf8_lossy(&head[..read]).to_lowercase();
    assert!(head.starts_with("http/1.1 200") && head.contains("text/event-stream"), "{head}");
}

/// The socket of the console: protocol 7, subscribe, answer.
#[tokio::test]
async fn the_console_of_the_realtime_page_gets_its_subscription() {
    use futures::{SinkExt, StreamExt};
    use tokio_tungstenite::tungstenite::Message;
    let app = service().await;
    let (address, _served) = serve(&app).await;
    let key = app.config.realtime.app_key.clone();
    let url = format!("ws://{address}/app/{key}?protocol=7&client=docs&version=1");
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.expect("connects");
    let hello = socket.next().await.expect("says hello").expect("is a frame");
    assert!(hello.to_string().contains("pusher:connection_established"));
    let subscribe = r#"{"event":"pusher:subscribe","data":{"channel":"sports.football"}}"#;
    socket.send(Message::text(subscribe)).await.expect("sends");
    let told = socket.next().await.expect("answers").expect("is a frame");
    assert!(told.to_string().contains("subscription_succeeded"), "{told}");
}
