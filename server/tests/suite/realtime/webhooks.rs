//! What an application is told by webhooks, and listeners by counts.

use crate::support::{
    client::Socket,
    eventually,
    publisher::{Publisher, operated},
    upstream::Upstream,
};
use axum::{Router, body::Bytes, extract::State, http::HeaderMap, http::StatusCode, routing::post};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

/// An application that takes nothing at first, and then notes the events of what is signed.
#[derive(Clone, Default)]
struct Application(Arc<Mutex<(usize, Vec<Value>)>>);

impl Application {
    async fn start(&self) -> String {
        let router = Router::new().route("/hooks", post(take)).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}/hooks")
    }

    fn heard(&self) -> Vec<Value> {
        self.0.lock().unwrap().1.clone()
    }

    async fn until(&self, name: &str, channel: &str) -> Value {
        eventually(name, 20, || async {
            let heard = self.heard();
            heard.into_iter().find(|one| one["name"] == name && one["channel"] == channel)
        })
        .await
    }
}

async fn take(State(app): State<Application>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut noted = app.0.lock().unwrap();
    noted.0 += 1;
    if noted.0 == 1 {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let signer = live::App::new("bts-guru", "a secret of tests");
    assert_eq!(headers["x-pusher-key"], "bts-guru");
    assert!(signer.signed(&body, headers["x-pusher-signature"].to_str().unwrap()));
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert!(body["time_ms"].is_u64());
    noted.1.extend(body["events"].as_array().unwrap().clone());
    StatusCode::OK
}

#[tokio::test]
async fn an_application_is_told_of_its_channels_and_told_again_where_it_did_not_listen() {
    let application = Application::default();
    let url = Upstream::default().start().await;
    let service = operated()
        .with("REVERB_WEBHOOK_URL", application.start().await)
        .with("REVERB_APP_SUBSCRIPTION_COUNT", true)
        .follow(&url, Duration::from_millis(500))
        .start()
        .await;
    let publisher = Publisher::of(&service);
    let room = "presence-room";
    let mut one = Socket::connect(&service.socket()).await;
    one.subscribe("sports", None).await;
    one.expect("pusher_internal:subscription_succeeded").await;
    one.join(&publisher.app, room, Some(&json!({ "user_id": "1" }))).await;
    let mut two = Socket::connect(&service.socket()).await;
    two.join(&publisher.app, room, Some(&json!({ "user_id": "2" }))).await;
    two.send(json!({ "event": "client-x", "channel": room, "data": { "a": 1 } })).await;
    two.subscribe("cache-a", None).await;
    two.expect("pusher:cache_miss").await;
    let counted = two.expect("pusher_internal:subscription_count").await;
    assert_eq!(
        (counted.channel.as_str(), counted.data),
        ("cache-a", json!({ "subscription_count": 1 }))
    );
    application.until("channel_occupied", room).await;
    let id = two.id();
    drop(two);
    let removed = application.until("member_removed", room).await;
    assert_eq!(removed["user_id"], "2");
    application.until("channel_vacated", "cache-a").await;
    let heard = application.heard();
    let of = |name: &str| heard.iter().filter(|one| one["name"] == name).collect::<Vec<_>>();
    assert_eq!(of("member_added").len(), 2);
    assert_eq!(of("cache_miss").len(), 1);
    assert_eq!(of("subscription_count")[0]["subscription_count"], 1);
    let said = json!({ "name": "client_event", "channel": room, "event": "client-x",
                       "data": r#"{"a":1}"#, "socket_id": id, "user_id": "2" });
    assert_eq!(of("client_event"), [&said]);
    assert!(heard.iter().all(|one| one["channel"] != "sports"), "{heard:?}");
    assert!(of("channel_vacated").iter().all(|one| one["channel"] != room));
}
