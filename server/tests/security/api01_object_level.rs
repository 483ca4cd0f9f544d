//! API1, broken object level authorization: the things of others, by their names.
//!
//! Also tried: keys by REST (`keys::rest`), sessions by form (`accounts::forged`), the usage page and
//! its file (`dashboard::customer`).

use crate::customer::{ANA, EVE, Two, account};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use server::runtime::Server;
use tokio_tungstenite::{connect_async, tungstenite::Message};

#[tokio::test]
async fn no_form_of_the_dashboard_reaches_the_key_of_another() {
    let mut two = Two::meet().await;
    let before = two.her_row().await;
    let id = two.hers.key.public_id.clone();
    let new = [("form[name]", "Taken"), ("form[scopes][matches:read]", "on")];
    for (form, fields) in [
        ("update", &new[..]),
        ("rotate", &[("grace", "now")]),
        ("finish", &[]),
        ("enable", &[("to", "off")]),
        ("revoke", &[("confirm", "Board in the hall")]),
    ] {
        let mut sent = vec![("key", id.as_str())];
        sent.extend_from_slice(fields);
        let path = format!("/fn/dashboard/keys/{form}");
        let answer = two.eve.post(&path, &sent).await;
        assert_eq!(answer.status, 404, "{form}: {}", answer.body);
        assert!(!answer.body.contains("Board in the hall"), "{form}: {}", answer.body);
        assert_eq!(two.her_row().await, before, "{form}");
        let answer = two.ana.post("/fn/dashboard/keys/enable", &[("key", &id), ("to", "on")]).await;
        assert_eq!(answer.status, 200, "the same form is open to its owner: {}", answer.body);
    }
    assert_eq!(two.get("/sports", &two.hers).await.status, 200);
    let panel = two.eve.get(&format!("/dashboard/keys?key={id}")).await;
    assert!(!panel.body.contains("Board in the hall"));
}

#[tokio::test]
async fn usage_is_ones_own_whatever_is_asked_for() {
    let mut two = Two::meet().await;
    assert_eq!(two.get("/sports", &two.hers).await.status, 200);
    two.site.app.usage.flush().await.unwrap();
    let (number, id) = (two.hers.key.key.0, &two.hers.key.public_id);
    let hers = account(&two.site, ANA).await.id;
    let own = two.get(&format!("/usage?by=key&key={id}"), &two.hers).await.body;
    assert_eq!((&own["total"]["requests"], &own["data"][0]["key_id"]), (&1.into(), &(**id).into()));
    for query in [
        format!("key={number}"),
        format!("key={id}"),
        format!("account={hers}&account_id={hers}&user={hers}&by=key"),
        format!("key={id}&by=endpoint,status"),
    ] {
        let answer = two.get(&format!("/usage?{query}"), &two.own).await;
        let used = answer.body["total"]["requests"].as_u64();
        assert!(answer.status == 400 || used == Some(0), "{query}: {}", answer.body);
    }
    for path in [
        format!("/fn/dashboard/usage?query=key%3D{id}%26by%3Dkey"),
        format!("/fn/dashboard/usage?query=by%3Dkey&account={hers}"),
        format!("/dashboard/usage.csv?by=key&account={hers}"),
        "/fn/dashboard/overview".to_owned(),
        "/fn/dashboard/plan".to_owned(),
        "/fn/docs/keys".to_owned(),
        "/docs/api".to_owned(),
        format!("/fn/settings?account={hers}&id={hers}"),
        format!("/dashboard/settings/export?account={hers}&id={hers}"),
    ] {
        let body = two.eve.get(&path).await.body;
        assert!(!body.contains("Board in the hall") && !body.contains(ANA), "{path}: {body}");
    }
}

#[tokio::test]
async fn the_page_of_the_api_offers_ones_own_keys_by_name_and_knows_no_token() {
    let mut two = Two::meet().await;
    let option = format!("<option value=\"{}\">Board in the hall</option>", two.hers.key.public_id);
    let page = two.ana.get("/docs/api").await.body;
    assert!(page.contains(&option), "{page}");
    assert!(!page.contains(two.hers.token.reveal()));
    let page = two.site.browser("192.0.2.9").get("/docs/api").await;
    assert_eq!(page.status, 200, "a stranger reads it all the same");
    assert_eq!(page.body.matches("<option").count(), 1, "{}", page.body);
}

/// A public id is no secret: it lets a socket in on the owner's plan, and nothing more.
#[tokio::test(flavor = "multi_thread")]
async fn the_public_id_of_anothers_key_opens_no_private_channel() {
    let two = Two::meet().await;
    let running = Server::start(two.site.app.clone(), None).await.unwrap();
    let hers = account(&two.site, ANA).await.id;
    let own = two.own.key.public_id.as_str();
    for key in ["bts-guru", own, &two.hers.key.public_id] {
        let url = format!("ws://{}/app/{key}?protocol=7", running.address);
        let (mut socket, _) = connect_async(url).await.unwrap();
        for channel in [
            format!("private-user.{hers}"),
            "private-admin".to_owned(),
            format!("private-encrypted-user.{hers}"),
            "presence-sports".to_owned(),
        ] {
            let auth = format!("{key}:{}", "0".repeat(64));
            let wish =
                json!({"event": "pusher:subscribe", "data": {"channel": channel, "auth": auth}});
            socket.send(Message::text(wish.to_string())).await.unwrap();
            let refused = loop {
                let Some(Ok(Message::Text(text))) = socket.next().await else {
                    panic!("the socket ended at {channel}");
                };
                let event: Value = serde_json::from_str(&text).unwrap();
                let name = event["event"].as_str().unwrap().to_owned();
                // The error that follows each refusal names no channel.
                if name != "pusher:connection_established" && name != "pusher:error" {
                    break (name, event["channel"].as_str().unwrap_or_default().to_owned());
                }
            };
            let expected = ("pusher:subscription_error".to_owned(), channel);
            assert_eq!(refused, expected, "what {key} was answered");
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn a_session_signs_its_own_private_channel_and_no_other() {
    let mut two = Two::meet().await;
    let (hers, own) = (account(&two.site, ANA).await.id, account(&two.site, EVE).await.id);
    for (channel, status) in [
        (format!("private-user.{own}"), 200),
        (format!("private-user.{hers}"), 403),
        (format!("private-user.{own}."), 403),
        ("private-admin".to_owned(), 403),
        ("private-orders".to_owned(), 403),
    ] {
        let fields = [("socket_id", "1.2"), ("channel_name", channel.as_str())];
        let answer = two.eve.post("/broadcasting/auth", &fields).await;
        assert_eq!(answer.status, status, "{channel}: {}", answer.body);
        let is_signed = answer.body.contains("\"auth\":\"bts-guru:");
        assert_eq!(is_signed, status == 200, "{channel}: {}", answer.body);
    }
}
