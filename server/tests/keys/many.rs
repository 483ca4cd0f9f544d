//! Many keys in use at once.

use crate::{
    servers::Server,
    sockets::{listening, open},
    support::World,
};
use entity::{
    model::KeyId,
    table::{api_key, user},
};
use futures::{StreamExt, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use server::{
    accounts::keys::{ChangedBy, ClientInfo},
    runtime::Server as Node,
};
use std::{net::IpAddr, time::Duration};

/// Keys in use.
const KEYS: usize = 5_000;
/// Of which so many are revoked, longer than it takes until uses are written.
const REVOKED: usize = 24;
/// Time between two revocations.
const APART: Duration = Duration::from_millis(500);

fn row(account: i64, number: usize) -> api_key::ActiveModel {
    use sea_orm::ActiveValue::Set;
    api_key::ActiveModel {
        account_id: Set(account),
        public_id: Set(format!("k{number:07}")),
        token_hash: Set(format!("{number:064}")),
        hint: Set("none".to_owned()),
        name: Set("one of many".to_owned()),
        scopes: Set("stream:connect".to_owned()),
        created_at: Set(0),
        old_token_calls: Set(0),
        changed_at: Set(0),
        ..Default::default()
    }
}

async fn revoked_in_time(url: String) {
    let (one, two) = (World::on(&url).await, World::on(&url).await);
    let account = one.account("a@example.com").await;
    user::Entity::update_many()
        .col_expr(user::Column::Plan, Expr::value("business"))
        .exec(one.app.database.pool())
        .await
        .unwrap();
    let numbers: Vec<usize> = (0..KEYS).collect();
    for chunk in numbers.chunks(500) {
        let rows = chunk.iter().map(|number| row(account.0, *number));
        api_key::Entity::insert_many(rows).exec(one.app.database.pool()).await.unwrap();
    }
    let first = api_key::Entity::find()
        .filter(api_key::Column::PublicId.lt(format!("k{REVOKED:07}")))
        .all(one.app.database.pool())
        .await
        .unwrap();
    assert_eq!(first.len(), REVOKED);
    let there = Node::start(two.app.clone(), None).await.unwrap();
    let mut sockets = Vec::new();
    for key in &first {
        sockets.push(listening(open(there.address, &key.public_id).await));
    }
    let address: IpAddr = "203.0.113.7".parse().unwrap();
    let presented = ClientInfo { address, origin: None, agent: None };
    stream::iter(numbers)
        .for_each_concurrent(16, |number| {
            let (keys, id) = (two.app.keys.clone(), format!("k{number:07}"));
            async move { drop(keys.admit(&id, &presented).await.unwrap()) }
        })
        .await;
    for (key, socket) in first.iter().zip(sockets) {
        one.app.keys.revoke(account, KeyId(key.id), ChangedBy::Owner).await.unwrap();
        let code = tokio::time::timeout(Duration::from_secs(2), socket).await;
        assert_eq!(code.expect("it stayed open").unwrap(), 4009, "{}", key.public_id);
        tokio::time::sleep(APART).await;
    }
    let used = api_key::Entity::find().filter(api_key::Column::LastUsedAt.is_not_null());
    let used = used.filter(api_key::Column::LastUsedFrom.eq("203.0.113.7"));
    let used = used.all(one.app.database.pool()).await.unwrap();
    assert!(used.len() >= KEYS - REVOKED, "{} of {KEYS} were written meanwhile", used.len());
    there.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_closed_in_two_seconds_while_the_use_of_5000_others_is_written() {
    Server::Postgres.on(revoked_in_time).await;
}
