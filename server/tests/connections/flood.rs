//! Clients that ask for more than their share.

use crate::support::{Site, Socket};
use serde_json::json;
use std::time::{Duration, Instant};

async fn pong(socket: &mut Socket) -> Duration {
    let begun = Instant::now();
    socket.send(r#"{"event":"pusher:ping","data":{}}"#).await;
    assert_eq!(socket.event().await.0, "pusher:pong");
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_thousand_resumes_of_one_socket_hold_up_no_other() {
    let site = Site::start(|_| {}).await;
    site.fill(2_000, 1_000);
    let mut other = site.socket("bts-guru", "127.0.0.1", &[]).await.welcomed().await;
    let flood = site.socket("bts-guru", "127.0.0.2", &[]).await.welcomed().await;
    let flood = tokio::spawn(async move {
        let resume = json!({"epoch": "x", "seq": "1-0"});
        let data = json!({"channel": "sports", "resume": resume});
        let text = json!({"event": "pusher:subscribe", "data": data}).to_string();
        let (mut sink, stream) = futures::StreamExt::split(flood.0);
        let reading = tokio::spawn(async move {
            futures::StreamExt::fold(stream, (0, String::new()), async |last, frame| match frame {
                Ok(tokio_tungstenite::tungstenite::Message::Close(Some(close))) => {
                    (close.code.into(), close.reason.to_string())
                }
                _ => last,
            })
            .await
        });
        for _ in 0..3_000 {
            let message = tokio_tungstenite::tungstenite::Message::text(text.clone());
            // Written together, as much at once as fits.
            if futures::SinkExt::feed(&mut sink, message).await.is_err() {
                break;
            }
        }
        // It may be closed by then.
        let _ = futures::SinkExt::flush(&mut sink).await;
        reading.await.expect("reads")
    });
    let mut waits = Vec::new();
    while !flood.is_finished() || waits.len() < 50 {
        waits.push(pong(&mut other).await);
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert!(waits.len() < 1_500, "the flood goes on");
    }
    waits.sort();
    let (code, reason): (u16, String) = flood.await.expect("is closed");
    assert_eq!(code, 4100, "{reason}");
    assert!(reason.contains("fewer"), "{reason}");
    // Other tests share the processors, so a few pings may wait for one; none waits for the flood.
    assert!(waits[waits.len() * 9 / 10] < Duration::from_millis(20), "{waits:?}");
    assert!(waits[waits.len() - 1] < Duration::from_millis(300), "{waits:?}");
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handshakes_of_one_address_are_limited_and_those_of_another_are_not() {
    let site = Site::start(|_| {}).await;
    let mut refused = String::new();
    for _ in 0..300 {
        let answer = site.ask("/app/bts-guru", "127.0.0.1").await;
        if answer.starts_with("HTTP/1.1 429") {
            refused = answer.to_lowercase();
            break;
        }
        assert!(answer.starts_with("HTTP/1.1 426"), "{answer}");
    }
    assert!(refused.contains("retry-after: "), "{refused}");
    assert!(refused.contains("too_many_handshakes"), "{refused}");
    let stream = site.ask("/api/v1/stream?channels=sports", "127.0.0.1").await;
    assert!(stream.contains("too_many_handshakes"), "{stream}");
    site.socket("bts-guru", "127.0.0.2", &[]).await.welcomed().await;
    let key = site.key().await;
    let id = &key.key.public_id;
    site.socket(id, "127.0.0.2", &[]).await.welcomed().await;
    site.socket(id, "127.0.0.1", &[]).await.welcomed().await;
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_key_is_looked_up_once() {
    let site = Site::start(|_| {}).await;
    let before = site.app().keys.lookups();
    for _ in 0..5 {
        let mut socket = site.socket("zzzzzzzz", "127.0.0.1", &[]).await;
        assert_eq!(socket.event().await, ("pusher:error".to_owned(), Some(4001)));
    }
    assert_eq!(site.app().keys.lookups() - before, 1);
    site.running.stop().await;
}
