//! What a key may do over REST, and what nobody may.

use crate::support::{World, bearer};
use axum::body::Body;
use entity::{model::Scope, table::api_key};
use sea_orm::EntityTrait;
use serde_json::json;
use server::accounts::keys::{ChangedBy, Grace, KeyDraft, KeyEdit, KeyError};

#[tokio::test]
async fn a_key_says_who_asks() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let answer = world.get("/account", key.token.reveal()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.body["id"], account.0.to_string());
    assert_eq!(answer.body["email"], "a@example.com");
    assert_eq!(answer.body["plan"]["requests_per_minute"], 60);
    assert_eq!(answer.headers["cache-control"], "private, no-cache");
    assert!(answer.headers.contains_key("etag"));
    let nobody = world.call("GET", "/account", &[], Body::empty()).await;
    assert_eq!((nobody.status.as_u16(), nobody.code()), (401, "key_required"));
    assert!(nobody.headers.contains_key("www-authenticate"));
}

#[tokio::test]
async fn the_token_is_given_once_and_kept_nowhere() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let body = json!({"name": "new", "scopes": ["matches:read"]});
    let made = world.send("POST", "/keys", key.token.reveal(), &body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let token = made.body["token"].as_str().unwrap().to_owned();
    assert_eq!(world.get("/sports", &token).await.status, 200);
    let list = world.get("/keys", key.token.reveal()).await;
    assert_eq!(list.body["data"].as_array().unwrap().len(), 2);
    assert!(!list.body.to_string().contains(&token));
    let rows = api_key::Entity::find().all(world.app.database.pool()).await.unwrap();
    let secret = &token[17..49];
    assert!(!format!("{rows:?}").contains(secret), "the secret is in the table");
}

#[tokio::test]
async fn a_typing_error_never_touches_the_database() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let mut wrong = key.token.reveal().to_owned();
    let last = if wrong.pop() == Some('x') { 'y' } else { 'x' };
    wrong.push(last);
    for _ in 0..3 {
        let answer = world.get("/sports", &wrong).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (401, "mistyped_key"));
    }
    for text in ["hello", "bts_live_", "bts_live_é"] {
        assert_eq!(world.get("/sports", text).await.code(), "malformed_key", "{text}");
    }
    let basic = [("authorization", "Basic YTpi")];
    assert_eq!(world.call("GET", "/sports", &basic, Body::empty()).await.code(), "malformed_key");
    assert_eq!(world.app.keys.lookups(), 0);
}

#[tokio::test]
async fn a_hot_read_asks_the_database_once() {
    let world = World::unlimited().await;
    let (_, key) = world.owner("a@example.com").await;
    for _ in 0..50 {
        assert_eq!(world.get("/sports", key.token.reveal()).await.status, 200);
    }
    assert_eq!(world.app.keys.lookups(), 1);
    let unknown = server::accounts::keys::Token::mint("zzzzzzzz");
    for _ in 0..50 {
        assert_eq!(world.get("/sports", unknown.reveal()).await.code(), "unknown_key");
    }
    assert_eq!(world.app.keys.lookups(), 2);
    // The right id with another secret costs nothing at all.
    let forged = server::accounts::keys::Token::mint(&key.key.public_id);
    assert_eq!(world.get("/sports", forged.reveal()).await.code(), "unknown_key");
    assert_eq!(world.app.keys.lookups(), 2);
}

#[tokio::test]
async fn each_way_a_key_ends_is_told_apart_and_holds_at_once() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let (keys, token) = (&world.app.keys, key.token.reveal());
    assert_eq!(world.get("/sports", token).await.status, 200);
    keys.disable(account, key.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(world.get("/sports", token).await.code(), "disabled_key");
    keys.enable(account, key.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(world.get("/sports", token).await.status, 200);
    let soon = world.app.clock.now() + chrono::TimeDelta::milliseconds(80);
    let edit = KeyEdit { expires_at: Some(Some(soon)), ..KeyEdit::default() };
    keys.update(account, key.key.key, ChangedBy::Owner, &edit).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(120)).await;
    assert_eq!(world.get("/sports", token).await.code(), "expired_key");
    keys.revoke(account, key.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(world.get("/sports", token).await.code(), "revoked_key");
    let again = keys.enable(account, key.key.key, ChangedBy::Owner).await;
    assert!(matches!(again, Err(KeyError::Revoked)), "{again:?}");
    keys.revoke(account, key.key.key, ChangedBy::Owner).await.unwrap();
}

#[tokio::test]
async fn addresses_and_origins_bound_where_a_key_works() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let draft = |addresses: &[&str], origins: &[&str]| KeyDraft {
        name: "bound".to_owned(),
        scopes: vec![Scope::MatchesRead],
        addresses: addresses.iter().map(|&text| text.to_owned()).collect(),
        origins: origins.iter().map(|&text| text.to_owned()).collect(),
        ..KeyDraft::default()
    };
    let here = draft(&["203.0.113.0/24"], &[]);
    let here = world.app.keys.create(account, ChangedBy::Owner, &here).await.unwrap();
    assert_eq!(world.get("/sports", here.token.reveal()).await.status, 200);
    let there = draft(&["198.51.100.0/24"], &[]);
    let there = world.app.keys.create(account, ChangedBy::Owner, &there).await.unwrap();
    let denied = world.get("/sports", there.token.reveal()).await;
    assert_eq!((denied.status.as_u16(), denied.code()), (403, "address_denied"));
    // Nobody behind this peer is a proxy of ours.
    let spoofed =
        [("authorization", &*bearer(there.token.reveal())), ("x-forwarded-for", "198.51.100.1")];
    let denied = world.call("GET", "/sports", &spoofed, Body::empty()).await;
    assert_eq!(denied.code(), "address_denied");
    let web = draft(&[], &["https://app.example.com"]);
    let web = world.app.keys.create(account, ChangedBy::Owner, &web).await.unwrap();
    for (origin, code) in [
        (Some("https://app.example.com"), ""),
        (Some("https://evil.example.com"), "origin_denied"),
        (Some("https://app.example.com.evil.com"), "origin_denied"),
        (Some("http://app.example.com"), "origin_denied"),
        (Some("null"), "origin_denied"),
        (None, "origin_denied"),
    ] {
        let token = bearer(web.token.reveal());
        let mut headers = vec![("authorization", &*token)];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let answer = world.call("GET", "/sports", &headers, Body::empty()).await;
        assert_eq!(answer.code(), code, "{origin:?}");
    }
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let key = world.key(account, &[Scope::UsageRead]).await;
    for path in ["/sports", "/matches", "/stream?channels=sports"] {
        let answer = world.get(path, key.token.reveal()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (403, "scope_missing"), "{path}");
    }
    let limits = world.get("/account", key.token.reveal()).await.headers;
    assert!(
        limits["ratelimit"].to_str().unwrap().contains("\"day\";r=1000"),
        "a refusal for a scope was charged: {limits:?}"
    );
    let answer = world.get("/keys", key.token.reveal()).await;
    assert!(answer.body["detail"].as_str().unwrap().contains("keys:write"), "{}", answer.body);
    let nobody = world.call("GET", "/keys", &[], Body::empty()).await;
    assert_eq!(nobody.code(), "key_required");
}

#[tokio::test]
async fn another_owners_key_is_not_there_whatever_is_done_to_it() {
    let world = World::start().await;
    let (_, mine) = world.owner("me@example.com").await;
    let (_, theirs) = world.owner("them@example.com").await;
    let path = format!("/keys/{}", theirs.key.public_id);
    let rotate = format!("{path}/rotate");
    let token = mine.token.reveal();
    for (method, path, body) in [
        ("GET", &path, json!({})),
        ("PATCH", &path, json!({"name": "mine now"})),
        ("PATCH", &path, json!({"disabled": true})),
        ("DELETE", &path, json!({})),
        ("POST", &rotate, json!({"grace": "now"})),
        ("DELETE", &rotate, json!({})),
    ] {
        let answer = world.send(method, path, token, &body).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (404, "not_found"), "{method} {path}");
    }
    assert_eq!(world.get("/sports", theirs.token.reveal()).await.status, 200);
    let list = world.get("/keys", token).await;
    assert!(!list.body.to_string().contains(&theirs.key.public_id));
}

#[tokio::test]
async fn a_key_gives_no_more_than_it_has_itself() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let strong = world.key(account, &Scope::ALL).await;
    let weak = world.key(account, &[Scope::KeysWrite, Scope::MatchesRead]).await;
    let token = weak.token.reveal();
    let body = json!({"name": "more", "scopes": ["matches:read", "usage:read"]});
    let answer = world.send("POST", "/keys", token, &body).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (403, "more_than_own_scopes"));
    assert!(answer.body["detail"].as_str().unwrap().contains("usage:read"));
    let peer = world.key(account, &[Scope::MatchesRead]).await;
    let peer = format!("/keys/{}", peer.key.public_id);
    let more = json!({"scopes": ["keys:write", "proxy:read"]});
    assert_eq!(world.send("PATCH", &peer, token, &more).await.code(), "more_than_own_scopes");
    let other = format!("/keys/{}/rotate", strong.key.public_id);
    let answer = world.send("POST", &other, token, &json!({"grace": "now"})).await;
    assert_eq!(answer.code(), "more_than_own_scopes", "a rotation hands out a token");
    let same = json!({"scopes": ["keys:write"]});
    assert_eq!(world.send("PATCH", &peer, token, &same).await.status, 200);
}

#[tokio::test]
async fn a_key_made_without_scopes_has_its_makers_but_the_right_to_make_more() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let strong = world.key(account, &Scope::ALL).await;
    let weak = world.key(account, &[Scope::KeysWrite, Scope::MatchesRead]).await;
    let bare = world.key(account, &[Scope::KeysWrite]).await;
    let usual = json!(["matches:read", "proxy:read", "stream:connect", "usage:read"]);
    for (maker, body, scopes) in [
        (&strong, json!({"name": "x"}), usual.clone()),
        (&strong, json!({"name": "x", "scopes": null}), usual),
        (&weak, json!({"name": "x"}), json!(["matches:read"])),
    ] {
        let answer = world.send("POST", "/keys", maker.token.reveal(), &body).await;
        assert_eq!((answer.status.as_u16(), &answer.body["scopes"]), (201, &scopes), "{body}");
    }
    let none = world.send("POST", "/keys", bare.token.reveal(), &json!({"name": "x"})).await;
    assert_eq!((none.status.as_u16(), none.fields()), (400, vec!["scopes"]));
}

#[tokio::test]
async fn members_nobody_may_set_are_refused_by_name_and_nothing_is_written() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let token = key.token.reveal();
    let body = json!({
        "name": "x", "scopes": ["matches:read"], "account_id": 1, "plan": "business", "token_hash": "0",
    });
    let answer = world.send("POST", "/keys", token, &body).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.fields(), ["account_id", "plan", "token_hash"]);
    for (body, fields) in [
        (json!({}), vec!["name"]),
        (json!({"name": 7, "scopes": "all"}), vec!["name", "scopes"]),
        (json!({"name": "x", "scopes": ["admin"]}), vec!["scopes"]),
        (json!({"name": "x", "scopes": []}), vec!["scopes"]),
        (json!({"name": "a\r\nset-cookie: b", "scopes": ["matches:read"]}), vec!["name"]),
        (
            json!({"name": "x", "scopes": ["matches:read"], "expires_at": "soon"}),
            vec!["expires_at"],
        ),
        (
            json!({"name": "x", "scopes": ["matches:read"], "expires_at": "2001-01-01T00:00:00Z"}),
            vec!["expires_at"],
        ),
        (
            json!({"name": "x", "scopes": ["matches:read"], "addresses": ["10.0.0.0/99"]}),
            vec!["addresses"],
        ),
    ] {
        let answer = world.send("POST", "/keys", token, &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(answer.fields(), fields, "{body}");
    }
    let page = server::accounts::keys::Page { before: None, limit: 100 };
    assert_eq!(world.app.keys.list(account, page).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_too_large_or_no_json_is_refused() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let token = key.token.reveal();
    let huge = json!({"name": "x".repeat(20_000), "scopes": ["matches:read"]});
    let answer = world.send("POST", "/keys", token, &huge).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (413, "body_too_large"));
    for limit in ["0", "101", "1000000", "-1", "many"] {
        let answer = world.get(&format!("/keys?limit={limit}"), token).await;
        assert_eq!((answer.status.as_u16(), answer.fields()), (400, vec!["limit"]), "{limit}");
    }
    assert_eq!(world.get("/keys?cursor=nonsense", token).await.fields(), ["cursor"]);
    let bearer = bearer(token);
    let form = [("authorization", &*bearer), ("content-type", "application/x-www-form-urlencoded")];
    let answer = world.call("POST", "/keys", &form, "name=x").await;
    assert_eq!(answer.status, 415);
    let json = [("authorization", &*bearer), ("content-type", "application/json")];
    assert_eq!(world.call("POST", "/keys", &json, "{").await.fields(), ["body"]);
    assert_eq!(world.call("POST", "/keys", &json, "[]").await.fields(), ["body"]);
    let twice = r#"{"name": "a", "name": "b", "scopes": ["matches:read"]}"#;
    assert_eq!(world.call("POST", "/keys", &json, twice).await.fields(), ["name"]);
}

#[tokio::test]
async fn both_tokens_work_until_the_rotation_ends_and_calls_on_the_old_are_counted() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let (old, path) = (key.token.reveal(), format!("/keys/{}", key.key.public_id));
    let rotate = format!("{path}/rotate");
    let answer = world.send("POST", &rotate, old, &json!({"grace": "1h"})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let new = answer.body["token"].as_str().unwrap().to_owned();
    assert_eq!(answer.body["id"], key.key.public_id, "the public id stays");
    for _ in 0..3 {
        assert_eq!(world.get("/sports", old).await.status, 200);
    }
    let seen = world.get(&path, &new).await;
    assert_eq!(seen.body["rotation"]["calls_on_old_token"], 3, "{}", seen.body);
    assert_eq!(seen.body["status"], "rotating");
    world.app.keys.write_use(true).await.unwrap();
    assert_eq!(world.get(&path, &new).await.body["rotation"]["calls_on_old_token"], 3);
    assert_eq!(world.send("DELETE", &rotate, &new, &json!({})).await.status, 200);
    assert_eq!(world.get("/sports", old).await.code(), "replaced_key");
    assert_eq!(world.get("/sports", &new).await.status, 200);
    let now =
        world.app.keys.rotate(account, key.key.key, ChangedBy::Owner, Grace::Now).await.unwrap();
    assert_eq!(world.get("/sports", &new).await.code(), "replaced_key");
    assert_eq!(world.get("/sports", now.token.reveal()).await.status, 200);
    let bad = world.send("POST", &rotate, now.token.reveal(), &json!({"grace": "1y"})).await;
    assert_eq!(bad.fields(), ["grace"]);
}

#[tokio::test]
async fn when_and_by_what_a_key_was_last_used_is_shown() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let headers = [("authorization", &*bearer(key.token.reveal())), ("user-agent", "curl/8.5.0")];
    world.call("GET", "/sports", &headers, Body::empty()).await;
    world.app.keys.write_use(true).await.unwrap();
    let row = api_key::Entity::find_by_id(key.key.key.0).one(world.app.database.pool()).await;
    let row = row.unwrap().unwrap();
    assert_eq!(row.last_used_from.as_deref(), Some("203.0.113.7"));
    assert_eq!(row.last_used_agent.as_deref(), Some("curl"));
    let view = world.app.keys.find(account, &key.key.public_id).await.unwrap();
    assert!(view.last_used_at.is_some());
}

#[tokio::test]
async fn an_admins_edit_of_a_plan_takes_effect() {
    use entity::table::plan;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let pool = world.app.database.pool();
    let row = plan::Entity::find_by_id("free").one(pool).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.per_minute = Set(61);
    row.update(pool).await.unwrap();
    world.app.plans.refresh().await.unwrap();
    let answer = world.get("/account", key.token.reveal()).await;
    assert_eq!(answer.body["plan"]["requests_per_minute"], 61);
}
