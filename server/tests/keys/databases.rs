//! The same on the two other databases, and from node to node.

use crate::{
    servers::Server,
    sockets::{open, within_two_seconds},
    support::World,
};
use entity::{model::Scope, table::user};
use sea_orm::EntityTrait;
use server::{
    accounts::keys::{ChangedBy, Grace, Page},
    runtime::Server as Node,
};
use std::time::{Duration, Instant};

async fn a_key_lives(url: String) {
    let world = World::on(&url).await;
    let (account, key) = world.owner("a@example.com").await;
    let keys = &world.app.keys;
    assert_eq!(world.get("/sports", key.token.reveal()).await.status, 200);
    let new = keys.rotate(account, key.key.key, ChangedBy::Owner, Grace::Hour).await.unwrap();
    assert_eq!(world.get("/sports", key.token.reveal()).await.status, 200);
    keys.write_use(true).await.unwrap();
    let seen = keys.find(account, &key.key.public_id).await.unwrap();
    assert_eq!(seen.rotation.map(|rotation| rotation.calls), Some(1));
    let lower = key.key.public_id.to_lowercase();
    if lower != key.key.public_id {
        assert!(keys.find(account, &lower).await.is_err(), "upper and lower case are one");
    }
    keys.finish_rotation(account, key.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(world.get("/sports", key.token.reveal()).await.code(), "replaced_key");
    keys.disable(account, key.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(world.get("/sports", new.token.reveal()).await.code(), "disabled_key");
    keys.revoke(account, key.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(world.get("/sports", new.token.reveal()).await.code(), "revoked_key");
    let page = Page { before: None, limit: 10 };
    assert_eq!(keys.list(account, page).await.unwrap().len(), 1);
    world.key(account, &[Scope::MatchesRead]).await;
}

async fn a_revocation_reaches_the_other_node(url: String) {
    let (one, two) = (World::on(&url).await, World::on(&url).await);
    let (account, key) = one.owner("a@example.com").await;
    let here = Node::start(one.app.clone(), None).await.unwrap();
    let there = Node::start(two.app.clone(), None).await.unwrap();
    let mut socket = open(there.address, &key.key.public_id).await;
    assert_eq!(two.get("/sports", key.token.reveal()).await.status, 200);
    one.app.keys.revoke(account, key.key.key, ChangedBy::Owner).await.unwrap();
    assert_eq!(within_two_seconds(&mut socket).await, 4009);
    assert_eq!(two.get("/sports", key.token.reveal()).await.code(), "revoked_key");
    here.stop().await;
    there.stop().await;
}

async fn a_deletion_reaches_the_other_node(url: String) {
    let (one, two) = (World::on(&url).await, World::on(&url).await);
    let (account, key) = one.owner("a@example.com").await;
    let there = Node::start(two.app.clone(), None).await.unwrap();
    let mut socket = open(there.address, &key.key.public_id).await;
    assert_eq!(two.get("/sports", key.token.reveal()).await.status, 200);
    user::Entity::delete_by_id(account.0).exec(one.app.database.pool()).await.unwrap();
    assert_eq!(within_two_seconds(&mut socket).await, 4009);
    assert_eq!(two.get("/sports", key.token.reveal()).await.code(), "unknown_key");
    there.stop().await;
}

async fn calls_on_an_old_token_are_seen_from_the_other_node(url: String) {
    let (one, two) = (World::on(&url).await, World::on(&url).await);
    let there = Node::start(two.app.clone(), None).await.unwrap();
    let (account, key) = one.owner("a@example.com").await;
    assert_eq!(two.get("/sports", key.token.reveal()).await.status, 200);
    // So that the minute between two writings of this key has begun.
    two.app.keys.write_use(false).await.unwrap();
    one.app.keys.rotate(account, key.key.key, ChangedBy::Owner, Grace::Hour).await.unwrap();
    let seen = async || {
        let seen = one.app.keys.find(account, &key.key.public_id).await.unwrap();
        seen.rotation.unwrap()
    };
    assert!(!seen().await.settled, "the other node may know more");
    // The rotation is known there within a second.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(two.get("/sports", key.token.reveal()).await.status, 200);
    let began = Instant::now();
    while seen().await.calls == 0 {
        assert!(began.elapsed() < Duration::from_secs(15), "the call is not seen");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    while !seen().await.settled {
        assert!(began.elapsed() < Duration::from_secs(20), "it is never said to be safe");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(seen().await.calls, 1);
    there.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_lives_on_postgresql() {
    Server::Postgres.on(a_key_lives).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_lives_on_mariadb() {
    Server::Maria.on(a_key_lives).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn revoking_on_one_node_closes_the_sockets_of_the_other_within_two_seconds() {
    Server::Postgres.on(a_revocation_reaches_the_other_node).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_deleted_on_one_node_has_no_sockets_on_the_other_within_two_seconds() {
    Server::Postgres.on(a_deletion_reaches_the_other_node).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_on_an_old_token_are_counted_on_every_node_within_seconds() {
    Server::Postgres.on(calls_on_an_old_token_are_seen_from_the_other_node).await;
}
