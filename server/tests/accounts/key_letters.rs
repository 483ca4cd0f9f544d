//! Owners are told by letter what becomes of their keys.

use super::support::Site;
use entity::{model::AccountId, table::api_key};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use server::accounts::{
    keys::{ChangedBy, Grace},
    notice,
    operator::Operator,
};

const ANA: &str = "ana@example.com";
const HOME: &str = "http://127.0.0.1:8000";
const DAY: i64 = 86_400_000;

async fn told(site: &Site) -> usize {
    notice::tell_of_keys(&site.app.database, &site.app.queue, HOME).await.unwrap()
}

async fn told_of_endings(site: &Site) -> usize {
    notice::tell_of_endings(&site.app.database, &site.app.queue, HOME).await.unwrap()
}

#[tokio::test]
async fn what_is_done_to_a_key_is_told_once_and_who_did_it() {
    let site = Site::demonstration().await;
    let _ana = site.member(ANA, "192.0.2.1").await;
    let operator = Operator::at_the_machine(site.app.accounts.clone());
    let key = site.key(ANA).await;
    told(&site).await;
    let letter = site.letter(ANA, "A key was made").await;
    assert!(letter.contains(&key.key.public_id), "{letter}");
    assert!(letter.replace("=\r\n", "").contains("by somebody signed in"), "{letter}");
    let account = AccountId(site.app.accounts.users.find(ANA).await.unwrap().unwrap().id);
    site.app.keys.rotate(account, key.key.key, ChangedBy::Owner, Grace::Hour).await.unwrap();
    told(&site).await;
    site.letter(ANA, "A key was rotated").await;
    operator.revoke(&key.key.public_id).await.unwrap();
    told(&site).await;
    let letter = site.letter(ANA, "A key was revoked").await.replace("=\r\n", "");
    assert!(letter.contains("by those who look after this service"), "{letter}");
    assert!(!letter.contains(key.token.reveal()), "the token is in no letter");
    site.posted().await;
    let before = site.count(ANA);
    assert_eq!(told(&site).await, 0, "nothing is told twice");
    site.posted().await;
    assert_eq!(site.count(ANA), before);
}

#[tokio::test]
async fn a_key_that_ends_within_a_week_is_told_of_once() {
    let site = Site::demonstration().await;
    let _ana = site.member(ANA, "192.0.2.1").await;
    let key = site.key(ANA).await;
    let now = chrono::Utc::now().timestamp_millis();
    let ends = async |at: i64, made: i64| {
        api_key::Entity::update_many()
            .col_expr(api_key::Column::ExpiresAt, Expr::value(at))
            .col_expr(api_key::Column::CreatedAt, Expr::value(made))
            .filter(api_key::Column::PublicId.eq(&key.key.public_id))
            .exec(site.app.database.pool())
            .await
            .unwrap();
    };
    ends(now + 30 * DAY, now).await;
    assert_eq!(told_of_endings(&site).await, 0, "there is time");
    ends(now + 6 * DAY, now - 80 * DAY).await;
    assert_eq!(told_of_endings(&site).await, 1);
    assert_eq!(told_of_endings(&site).await, 0);
    let letter = site.letter(ANA, "A key ends soon").await;
    assert!(letter.contains(&key.key.public_id), "{letter}");
    // With another end it is told again; one made for a few days is not told of at all.
    ends(now + 5 * DAY, now - 80 * DAY).await;
    assert_eq!(told_of_endings(&site).await, 1);
    ends(now + 2 * DAY, now).await;
    assert_eq!(told_of_endings(&site).await, 0);
}
