//! A POST that names itself is done once.

use crate::support::{Answer, World, bearer};
use entity::table::idempotency_key;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use server::{
    accounts::keys::Page,
    queue::{Filter, State},
};
use std::{collections::BTreeSet, time::Duration};
use tokio_util::sync::CancellationToken;

async fn post(world: &World, token: &str, name: &str, body: &str) -> Answer {
    let headers = [
        ("authorization", &*bearer(token)),
        ("content-type", "application/json"),
        ("idempotency-key", name),
    ];
    world.call("POST", "/keys", &headers, body.to_owned()).await
}

#[tokio::test]
async fn a_post_sent_twice_makes_one_key_and_gives_the_same_answer() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let token = key.token.reveal();
    let body = json!({"name": "once", "scopes": ["matches:read"]}).to_string();
    let first = post(&world, token, "a-name", &body).await;
    let second = post(&world, token, "a-name", &body).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 201));
    assert_eq!(first.body, second.body);
    assert!(!first.headers.contains_key("idempotent-replayed"));
    assert_eq!(second.headers["idempotent-replayed"], "true");
    let page = Page { before: None, limit: 100 };
    assert_eq!(world.app.keys.list(account, page).await.unwrap().len(), 2);
    let rows = idempotency_key::Entity::find().all(world.app.database.pool()).await.unwrap();
    let made = first.body["token"].as_str().unwrap();
    assert!(!format!("{rows:?}").contains(made), "the stored answer can be read");
    let other = json!({"name": "another", "scopes": ["matches:read"]}).to_string();
    let mismatch = post(&world, token, "a-name", &other).await;
    assert_eq!((mismatch.status.as_u16(), mismatch.code()), (422, "idempotency_mismatch"));
}

#[tokio::test]
async fn a_name_is_its_callers_own() {
    let world = World::start().await;
    let (_, one) = world.owner("a@example.com").await;
    let (_, other) = world.owner("b@example.com").await;
    let body = json!({"name": "x", "scopes": ["matches:read"]}).to_string();
    let first = post(&world, one.token.reveal(), "same", &body).await;
    let second = post(&world, other.token.reveal(), "same", &body).await;
    assert_ne!(first.body["id"], second.body["id"]);
    assert!(!second.headers.contains_key("idempotent-replayed"));
}

#[tokio::test]
async fn bad_input_is_not_kept_and_a_bad_name_is_told() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let token = key.token.reveal();
    assert_eq!(post(&world, token, "n", "{}").await.status, 400);
    let body = json!({"name": "x", "scopes": ["matches:read"]}).to_string();
    assert_eq!(post(&world, token, "n", &body).await.status, 201);
    let long = "n".repeat(256);
    assert_eq!(post(&world, token, &long, &body).await.fields(), ["Idempotency-Key"]);
}

#[tokio::test]
async fn two_concurrent_posts_are_executed_once() {
    let world = World::start().await;
    let (account, key) = world.owner("a@example.com").await;
    let body = json!({"name": "x", "scopes": ["matches:read"]}).to_string();
    let token = key.token.reveal();
    let calls = (0..8).map(|_| post(&world, token, "race", &body));
    let answers = futures::future::join_all(calls).await;
    let good = answers.iter().filter(|answer| answer.status == 201).count();
    let busy = answers.iter().filter(|answer| answer.code() == "idempotency_in_flight").count();
    assert!(good >= 1 && good + busy == 8, "{good} {busy}");
    let page = Page { before: None, limit: 100 };
    assert_eq!(world.app.keys.list(account, page).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_worker_forgets_old_answers_and_does_the_other_upkeep_by_itself() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let body = json!({"name": "once", "scopes": ["matches:read"]}).to_string();
    post(&world, key.token.reveal(), "of today", &body).await;
    let old = idempotency_key::ActiveModel {
        id: Set("old".to_owned()),
        request_hash: Set(String::new()),
        status: Set(Some(201)),
        body: Set(None),
        created_at: Set(chrono::Utc::now().timestamp_millis() - 25 * 3_600_000),
    };
    let pool = world.app.database.pool();
    idempotency_key::Entity::insert(old).exec_without_returning(pool).await.unwrap();
    let stop = CancellationToken::new();
    let working = tokio::spawn(world.app.worker().run(stop.clone()));
    let wanted =
        ["prune_answers", "prune_changes", "prune_jobs", "prune_sessions", "roll_up_usage"];
    let done = async {
        let filter = Filter { state: Some(State::Done), ..Filter::default() };
        loop {
            let jobs = world.app.queue.list(&filter).await.unwrap();
            let names: BTreeSet<&str> = jobs.iter().map(|job| job.name.as_str()).collect();
            if wanted.iter().all(|name| names.contains(name)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), done).await.unwrap();
    let left = idempotency_key::Entity::find().all(pool).await.unwrap();
    assert!(left.len() == 1 && left[0].id != "old", "{left:?}");
    stop.cancel();
    working.await.unwrap();
}
