//! Leaving: an account is closed at once, kept by who changes their mind, and deleted in the end.

use super::support::{PASSWORD, Site};
use axum::http::StatusCode;
use entity::table::{job, user::Column};
use futures::StreamExt;
use sea_orm::EntityTrait;
use server::{
    accounts::{AccountEmail, SendMail, operator::Operator, prune, role::Role},
    audit::Action,
    runtime::Server,
};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

const DAY: i64 = 86_400_000;
const ANA: &str = "ana@example.com";
const ALL: [(&str, &str); 2] = [("confirm", ANA), ("current", PASSWORD)];

/// Let time pass for what waits to be deleted.
async fn age(site: &Site, column: Column, days: i64) {
    let id = site.row(ANA).await.id;
    let at = chrono::Utc::now().timestamp_millis() - days * DAY;
    site.app.accounts.users.set(id, column, Some(at)).await.unwrap();
    prune::closed(&site.app.database).await.unwrap();
    prune::unconfirmed(&site.app.database).await.unwrap();
}

#[tokio::test]
async fn the_only_admin_who_can_sign_in_cannot_leave() {
    let site = Site::demonstration().await;
    let mut ana = site.member(ANA, "192.0.2.1").await;
    let operator = Operator::at_the_machine(site.app.accounts.clone());
    operator.set_role(ANA, Role::Admin).await.unwrap();
    operator.disable("demo@bts.guru", "A test.").await.unwrap();
    let refused = ana.settings("delete", &ALL).await;
    assert!(
        refused.body.contains("You are the only one who looks after the service"),
        "{}",
        refused.body
    );
    assert_eq!(site.row(ANA).await.closed_at, None);
    operator.enable("demo@bts.guru").await.unwrap();
    assert_eq!(ana.settings("delete", &ALL).await.location(), "/login?done=deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_account_had_open_and_what_it_used_goes_with_it() {
    let site = Site::demonstration().await;
    let mut ana = site.member(ANA, "192.0.2.1").await;
    let key = site.key(ANA).await;
    let running = Server::start(site.app.clone(), None).await.unwrap();
    let url = format!("ws://{}/app/{}?protocol=7", running.address, key.key.public_id);
    let mut socket = tokio_tungstenite::connect_async(url).await.unwrap().0;
    assert!(socket.next().await.unwrap().unwrap().to_text().unwrap().contains("established"));
    assert_eq!(site.sports(&key).await.status, StatusCode::OK);
    assert_eq!(ana.settings("delete", &ALL).await.location(), "/login?done=deleted");
    let refused = site.sports(&key).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("account_closed"), "{}", refused.body);
    let closed = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return u16::from(frame.code),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return 0,
            }
        }
    };
    let code = tokio::time::timeout(Duration::from_secs(2), closed).await;
    assert_eq!(code.expect("it stayed open"), 4009);
    // What the socket used is counted when it ends.
    site.app.usage.flush().await.unwrap();
    assert!(site.used(key.key.account).await > 0, "nothing is deleted yet");
    age(&site, Column::ClosedAt, 15).await;
    assert_eq!(site.used(key.key.account).await, 0);
    running.stop().await;
    assert_eq!(site.used(key.key.account).await, 0);
}

#[tokio::test]
async fn an_account_is_closed_once_its_owner_types_so_and_deleted_after_two_weeks() {
    let site = Site::demonstration().await;
    let mut ana = site.member(ANA, "192.0.2.1").await;
    let half = ana.settings("delete", &[("confirm", "yes"), ("current", PASSWORD)]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    let half = ana.settings("delete", &[("confirm", ANA), ("current", "no")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    let row = site.row(ANA).await;
    assert_eq!(ana.settings("delete", &ALL).await.location(), "/login?done=deleted");
    assert!(!ana.inside().await);
    assert!(site.app.accounts.sessions.of(row.id).await.unwrap().is_empty());
    site.letter(ANA, "Your account was changed").await;
    assert!(site.told(ANA, "Sign in before that day to keep it."));
    age(&site, Column::ClosedAt, 13).await;
    assert!(site.app.accounts.users.by_id(row.id).await.unwrap().is_some());
    // A letter that could not leave goes with the account; somebody else's stays.
    site.posted().await;
    site.app.queue.pause("mail").await.unwrap();
    for email in [ANA, "banana@example.com"] {
        let letter = AccountEmail::Changed { email: email.to_owned(), what: "x".to_owned() };
        let job = SendMail { letter, app_url: String::new() };
        site.app.queue.enqueue(&job).await.unwrap();
    }
    age(&site, Column::ClosedAt, 15).await;
    assert!(site.app.accounts.users.by_id(row.id).await.unwrap().is_none());
    let jobs = job::Entity::find().all(site.app.database.pool()).await.unwrap();
    let naming = |text: &str| jobs.iter().filter(|job| job.args.contains(text)).count();
    assert_eq!((naming("\"ana@example.com\""), naming("banana@example.com")), (0, 1));
    assert_eq!(site.audit(Action::AccountDelete).await.len(), 2 + 2, "refused, closed, deleted");
    assert_eq!(ana.login(ANA, PASSWORD).await.status, 422);
}

#[tokio::test]
async fn who_changes_their_mind_signs_in_and_keeps_the_account() {
    let site = Site::demonstration().await;
    let mut ana = site.member(ANA, "192.0.2.1").await;
    let key = site.key(ANA).await;
    ana.settings("delete", &ALL).await;
    ana.login(ANA, PASSWORD).await;
    for page in ["/dashboard", "/dashboard/keys", "/two-factor", "/dashboard/settings/export"] {
        assert_eq!(ana.get(page).await.location(), "/restore", "{page}");
    }
    let refused = ana.settings("sessions", &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("account_closed"), "{}", refused.body);
    assert!(ana.get("/restore").await.body.contains("Keep my account"));
    assert_eq!(site.sports(&key).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ana.post("/restore", &[]).await.location(), "/dashboard/settings?done=restore");
    assert!(ana.inside().await);
    assert_eq!(site.sports(&key).await.status, StatusCode::OK);
    assert_eq!(site.audit(Action::AccountRestore).await.len(), 1);
}

#[tokio::test]
async fn the_only_one_who_looks_after_the_service_stays() {
    let site = Site::open(&[
        ("ADMIN_EMAIL", ANA),
        ("ADMIN_PASSWORD", PASSWORD),
        ("API_CACHE_ENABLED", "true"),
    ])
    .await;
    let mut ana = site.browser("192.0.2.1");
    ana.login(ANA, PASSWORD).await;
    let answer = ana.settings("delete", &ALL).await;
    assert!(answer.body.contains("You are the only one who looks after"), "{}", answer.body);
    assert!(site.row(ANA).await.closed_at.is_none());
}

#[tokio::test]
async fn an_account_that_nobody_confirms_is_deleted_after_a_week() {
    let site = Site::demonstration().await;
    let mut eve = site.browser("192.0.2.66");
    eve.register(ANA, PASSWORD).await;
    site.posted().await;
    age(&site, Column::CreatedAt, 6).await;
    let row = site.row(ANA).await;
    age(&site, Column::CreatedAt, 8).await;
    assert!(site.app.accounts.users.by_id(row.id).await.unwrap().is_none());
}
