//! That a key never gets, gives or touches more than it has itself.

use crate::support::World;
use entity::{
    model::{AccountId, Scope},
    table::audit,
};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use server::accounts::keys::{ChangedBy, Grace, KeyDraft, KeyEdit, Minted};

/// A key that is bound to the tests' address and ends tomorrow.
async fn bound(world: &World, account: AccountId) -> Minted {
    let draft = KeyDraft {
        name: "bound".to_owned(),
        scopes: vec![Scope::KeysWrite, Scope::MatchesRead],
        expires_at: Some(world.app.clock.now() + chrono::TimeDelta::days(1)),
        addresses: vec!["203.0.113.0/24".to_owned()],
        ..KeyDraft::default()
    };
    world.app.keys.create(account, ChangedBy::Owner, &draft).await.unwrap()
}

/// Acts on keys in the log: action, actor, result, target.
async fn acts(world: &World) -> Vec<[String; 4]> {
    let rows = audit::Entity::find().order_by_asc(audit::Column::Id);
    let rows = rows.all(world.app.database.pool()).await.unwrap();
    let act =
        |row: audit::Model| [row.action, row.actor, row.result, row.target.unwrap_or_default()];
    rows.into_iter().map(act).filter(|act| act[0].starts_with("key_")).collect()
}

#[tokio::test]
async fn a_key_makes_no_key_with_wider_bounds_than_its_own() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let key = bound(&world, account).await;
    let (token, ends) = (key.token.reveal(), key.key.expires_at.unwrap());
    let later = ends + chrono::TimeDelta::seconds(1);
    for (members, told) in [
        (json!({"expires_at": null}), "expires_at"),
        (json!({"expires_at": later.to_rfc3339()}), "expires_at"),
        (json!({"addresses": null}), "addresses"),
        (json!({"addresses": []}), "addresses"),
        (json!({"addresses": ["203.0.0.0/16"]}), "addresses"),
        (json!({"addresses": ["203.0.113.7", "198.51.100.1"]}), "addresses"),
    ] {
        let mut body = json!({"name": "wider", "scopes": ["matches:read"]});
        body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let answer = world.send("POST", "/keys", token, &body).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (403, "wider_than_own"), "{body}");
        assert!(answer.body["detail"].as_str().unwrap().contains(told), "{}", answer.body);
    }
    // What is left out is the asking key's own.
    let made = world.send("POST", "/keys", token, &json!({"name": "like me"})).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.body["addresses"], json!(["203.0.113.0/24"]));
    assert_eq!(made.body["scopes"], json!(["matches:read"]));
    let own = world.get(&format!("/keys/{}", key.key.public_id), token).await;
    assert_eq!(made.body["expires_at"], own.body["expires_at"]);
    let narrow = json!({"name": "narrow", "addresses": ["203.0.113.7"]});
    assert_eq!(world.send("POST", "/keys", token, &narrow).await.status, 201);
}

#[tokio::test]
async fn a_key_bound_to_origins_gives_no_others() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let draft = KeyDraft {
        name: "web".to_owned(),
        scopes: vec![Scope::KeysWrite],
        origins: vec!["https://a.example".to_owned()],
        ..KeyDraft::default()
    };
    let key = world.app.keys.create(account, ChangedBy::Owner, &draft).await.unwrap();
    let post = async |origins: Value| {
        let body = json!({"name": "x", "scopes": ["keys:write"], "origins": origins}).to_string();
        let bearer = crate::support::bearer(key.token.reveal());
        let headers = [
            ("authorization", &*bearer),
            ("content-type", "application/json"),
            ("origin", "https://a.example"),
        ];
        world.call("POST", "/keys", &headers, body).await
    };
    for origins in [json!(null), json!(["https://a.example", "https://b.example"])] {
        assert_eq!(post(origins.clone()).await.code(), "wider_than_own", "{origins}");
    }
    assert_eq!(post(json!(["https://A.example/"])).await.status, 201);
}

#[tokio::test]
async fn a_key_never_changes_itself_but_may_rotate_and_revoke_itself() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let key = bound(&world, account).await;
    let (token, path) = (key.token.reveal(), format!("/keys/{}", key.key.public_id));
    for body in [
        json!({"addresses": null, "expires_at": null}),
        json!({"name": "other"}),
        json!({"scopes": ["keys:write"]}),
        json!({"disabled": true}),
        json!({"disabled": false}),
    ] {
        let answer = world.send("PATCH", &path, token, &body).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (403, "own_key"), "{body}");
    }
    let new = world.send("POST", &format!("{path}/rotate"), token, &json!({"grace": "1h"})).await;
    assert_eq!(new.status, 200, "{}", new.body);
    assert_eq!(new.body["addresses"], json!(["203.0.113.0/24"]), "its bounds stay");
    let new = new.body["token"].as_str().unwrap();
    assert_eq!(world.send("DELETE", &path, new, &json!({})).await.status, 204);
    assert_eq!(world.get("/sports", new).await.code(), "revoked_key");
}

#[tokio::test]
async fn a_token_that_was_replaced_neither_renews_itself_nor_leaves_keys_behind() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let (old, path) = (key.token.reveal(), format!("/keys/{}", key.key.public_id));
    let keys = &world.app.keys;
    keys.rotate(account, key.key.key, ChangedBy::Owner, Grace::Hour).await.unwrap();
    let rotate = format!("{path}/rotate");
    let again = world.send("POST", &rotate, old, &json!({"grace": "7d"})).await;
    assert_eq!((again.status.as_u16(), again.code()), (403, "wider_than_own"));
    let never = world.send("POST", "/keys", old, &json!({"name": "x", "expires_at": null})).await;
    assert_eq!(never.code(), "wider_than_own");
    let made = world.send("POST", "/keys", old, &json!({"name": "x"})).await;
    let until = keys.find(account, &key.key.public_id).await.unwrap().rotation.unwrap().until;
    let ends: entity::model::Instant = made.body["expires_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(ends, until, "{}", made.body);
}

#[tokio::test]
async fn a_key_touches_only_keys_that_may_do_no_more() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let (weak, strong) = (bound(&world, account).await, world.key(account, &Scope::ALL).await);
    let wide = world.key(account, &[Scope::MatchesRead]).await;
    let token = weak.token.reveal();
    let of = |key: &Minted| format!("/keys/{}", key.key.public_id);
    let rotate = |key: &Minted| format!("{}/rotate", of(key));
    // Other scopes: not even what only takes away.
    for (method, path, body) in [
        ("DELETE", of(&strong), json!({})),
        ("PATCH", of(&strong), json!({"disabled": true})),
        ("PATCH", of(&strong), json!({"name": "x"})),
        ("POST", rotate(&strong), json!({})),
        ("DELETE", rotate(&strong), json!({})),
    ] {
        let answer = world.send(method, &path, token, &body).await;
        assert_eq!(answer.code(), "more_than_own_scopes", "{method} {path} {body}");
    }
    assert_eq!(world.get("/sports", strong.token.reveal()).await.status, 200);
    // The same scopes, used from anywhere for ever: nothing that gives its holder something.
    assert_eq!(
        world.send("POST", &rotate(&wide), token, &json!({})).await.code(),
        "wider_than_own"
    );
    let rename = json!({"name": "x"});
    assert_eq!(world.send("PATCH", &of(&wide), token, &rename).await.code(), "wider_than_own");
    let off = json!({"disabled": true});
    assert_eq!(world.send("PATCH", &of(&wide), token, &off).await.status, 200);
    let on = json!({"disabled": false});
    assert_eq!(world.send("PATCH", &of(&wide), token, &on).await.code(), "wider_than_own");
    // What is within its own bounds may be changed, switched off and on, and rotated.
    let own = world.send("POST", "/keys", token, &json!({"name": "own"})).await;
    let own = format!("/keys/{}", own.body["id"].as_str().unwrap());
    let ends = weak.key.expires_at.unwrap().to_rfc3339();
    let narrow = json!({"addresses": ["203.0.113.9"], "expires_at": ends});
    for body in [narrow, off, on] {
        let answer = world.send("PATCH", &own, token, &body).await;
        assert_eq!(answer.status, 200, "{body}: {}", answer.body);
    }
    let rotated = world.send("POST", &format!("{own}/rotate"), token, &json!({})).await;
    assert_eq!(rotated.status, 200, "{}", rotated.body);
    assert_eq!(world.send("DELETE", &of(&wide), token, &json!({})).await.status, 204);
}

#[tokio::test]
async fn a_wider_key_is_not_narrowed_first_and_then_taken_over() {
    let world = World::start().await;
    let account = world.account("a@example.com").await;
    let (thief, wide) =
        (bound(&world, account).await, world.key(account, &[Scope::MatchesRead]).await);
    let (token, path) = (thief.token.reveal(), format!("/keys/{}", wide.key.public_id));
    let ends = thief.key.expires_at.unwrap() - chrono::TimeDelta::hours(1);
    for narrow in [
        json!({"addresses": ["203.0.113.7"], "expires_at": ends.to_rfc3339()}),
        json!({"addresses": ["203.0.113.7"]}),
        json!({"expires_at": ends.to_rfc3339()}),
    ] {
        let answer = world.send("PATCH", &path, token, &narrow).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (403, "wider_than_own"), "{narrow}");
        let taken = world.send("POST", &format!("{path}/rotate"), token, &json!({})).await;
        assert_eq!((taken.status.as_u16(), taken.code()), (403, "wider_than_own"), "{narrow}");
    }
    assert_eq!(world.get("/sports", wide.token.reveal()).await.status, 200, "it is as it was");
    // Its life may be ended all the same: that gives nobody anything.
    assert_eq!(world.send("DELETE", &path, token, &json!({})).await.status, 204);
}

#[tokio::test]
async fn what_is_done_to_keys_is_in_the_audit_log_with_who_did_it() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let token = key.token.reveal();
    let made = world.send("POST", "/keys", token, &json!({"name": "x"})).await;
    let id = made.body["id"].as_str().unwrap().to_owned();
    let path = format!("/keys/{id}");
    for (method, path, body) in [
        ("PATCH", &path, json!({"name": "y"})),
        ("PATCH", &path, json!({"disabled": true})),
        ("PATCH", &path, json!({"disabled": true})),
        ("PATCH", &path, json!({"disabled": false})),
        ("POST", &format!("{path}/rotate"), json!({})),
        ("DELETE", &path, json!({})),
        ("DELETE", &path, json!({})),
    ] {
        assert!(
            world.send(method, path, token, &body).await.status.is_success(),
            "{method} {body}"
        );
    }
    let own = format!("/keys/{}", key.key.public_id);
    world.send("PATCH", &own, token, &json!({"name": "z"})).await;
    let edit = KeyEdit { name: Some("by hand".to_owned()), ..KeyEdit::default() };
    world.app.keys.update(account, key.key.key, ChangedBy::Operator, &edit).await.unwrap();
    let (owner, by) = (format!("account:{}", account.0), format!("key:{}", key.key.public_id));
    let act = |action: &str, actor: &str, result: &str, target: &str| {
        [action.to_owned(), actor.to_owned(), result.to_owned(), format!("key:{target}")]
    };
    let done = |action: &str| act(action, &by, "done", &id);
    let wanted = [
        act("key_create", &owner, "done", &key.key.public_id),
        done("key_create"),
        done("key_update"),
        // Doing it again changes nothing, and is no act.
        done("key_disable"),
        done("key_enable"),
        done("key_rotate"),
        done("key_revoke"),
        act("key_update", &by, "refused", &key.key.public_id),
        act("key_update", "operator", "done", &key.key.public_id),
    ];
    assert_eq!(acts(&world).await, wanted);
    let rows = audit::Entity::find().all(world.app.database.pool()).await.unwrap();
    assert!(rows.iter().all(|row| row.account_id == Some(account.0)));
    let by_key = rows.iter().find(|row| row.action == "key_revoke").unwrap();
    assert_eq!(by_key.address.as_deref(), Some("203.0.113.7"));
    assert!(by_key.request_id.is_some());
    assert!(!format!("{rows:?}").contains(&token[17..49]), "no secret is in the log");
}
