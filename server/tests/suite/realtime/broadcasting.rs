//! `/broadcasting/auth` for those who bring a token.

use crate::support::{client::Socket, publisher::operated, service::Service};
use entity::model::{AccountId, Scope};
use serde_json::{Value, json};
use server::accounts::keys::{ChangedBy, KeyDraft};

async fn token(service: &Service, account: AccountId, scopes: &[Scope]) -> String {
    let scopes = scopes.to_vec();
    let draft = KeyDraft { name: "test".to_owned(), scopes, ..KeyDraft::default() };
    let minted = service.app.keys.create(account, ChangedBy::Owner, &draft).await.unwrap();
    minted.token.reveal().to_owned()
}

async fn ask(service: &Service, token: &str, channel: &str, json: bool, id: &str) -> (u16, Value) {
    let url = format!("http://{}/broadcasting/auth", service.address());
    let request = reqwest::Client::new().post(url).header("origin", "https://elsewhere.example");
    let request = request.header("authorization", format!("Bearer {token}"));
    let (kind, body) = match json {
        true => {
            let body = json!({ "socket_id": id, "channel_name": channel }).to_string();
            ("application/json", body)
        }
        false => {
            ("application/x-www-form-urlencoded", format!("socket_id={id}&channel_name={channel}"))
        }
    };
    let reply = request.header("content-type", kind).body(body).send().await.unwrap();
    assert_eq!(reply.headers()["access-control-allow-origin"], "*");
    let status = reply.status().as_u16();
    (status, serde_json::from_str(&reply.text().await.unwrap()).unwrap())
}

#[tokio::test]
async fn a_token_opens_its_owners_channel_to_one_socket_and_no_other_channel() {
    let service = operated().start().await;
    let (account, other) = (service.account().await, service.account().await);
    let token = token(&service, account, &Scope::ALL).await;
    let own = format!("private-user.{}", account.0);
    let mut socket = Socket::connect(&service.socket()).await;
    for json in [true, false] {
        let (status, answer) = ask(&service, &token, &own, json, &socket.id()).await;
        assert_eq!(status, 200, "{answer}");
        let wish = json!({ "channel": own, "auth": answer["auth"] });
        socket.send(json!({ "event": "pusher:subscribe", "data": wish })).await;
        assert_eq!(socket.expect("pusher_internal:subscription_succeeded").await.channel, own);
        let mut another = Socket::connect(&service.socket()).await;
        another.send(json!({ "event": "pusher:subscribe", "data": wish })).await;
        let refused = another.expect("pusher:subscription_error").await;
        assert_eq!(refused.data["status"], 403);
    }
    for channel in [
        format!("private-user.{}", other.0),
        format!("private-user.0{}", account.0),
        "private-admin".to_owned(),
        "private-orders".to_owned(),
        "presence-room".to_owned(),
        "sports".to_owned(),
    ] {
        let (status, answer) = ask(&service, &token, &channel, true, &socket.id()).await;
        assert_eq!((status, &answer["code"]), (403, &json!("channel_denied")), "{channel}");
    }
    let (status, _) = ask(&service, &token, &own, true, "1.2:x").await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_key_that_may_not_connect_may_not_sign_either() {
    let service = operated().start().await;
    let account = service.account().await;
    let poor = token(&service, account, &[Scope::MatchesRead]).await;
    let own = format!("private-user.{}", account.0);
    let (status, answer) = ask(&service, &poor, &own, true, "1.2").await;
    assert_eq!((status, &answer["code"]), (403, &json!("scope_missing")));
    let (status, _) = ask(&service, "bts_live_nobody", &own, true, "1.2").await;
    assert_eq!(status, 401);
}

#[tokio::test]
async fn a_page_of_another_site_may_ask_with_a_token_alone() {
    let service = operated().start().await;
    let client = reqwest::Client::new();
    let url = format!("http://{}/broadcasting/auth", service.address());
    let asked = client.request(reqwest::Method::OPTIONS, &url).send().await.unwrap();
    assert_eq!(asked.headers()["access-control-allow-origin"], "*");
    assert!(
        asked.headers()["access-control-allow-headers"].to_str().unwrap().contains("authorization")
    );
    let form = "socket_id=1.2&channel_name=private-user.1";
    let send = |origin: Option<&'static str>| {
        let request = client.post(&url).header("content-type", "application/x-www-form-urlencoded");
        let request = origin
            .map_or(request.try_clone(), |at| request.try_clone().map(|r| r.header("origin", at)));
        request.unwrap().body(form).send()
    };
    let forged = send(Some("https://elsewhere.example")).await.unwrap();
    assert!(forged.text().await.unwrap().contains("forged_origin"));
    let stranger = send(None).await.unwrap();
    assert_eq!(stranger.status(), 403);
    assert!(stranger.text().await.unwrap().contains("channel_denied"));
}
