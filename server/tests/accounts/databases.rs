//! The same on PostgreSQL and MariaDB.

use super::support::{PASSWORD, Site};
use crate::servers::Server;
use entity::table::user::Column;
use server::accounts::prune;

async fn try_all(url: String) {
    let site = Site::open(&[("DATABASE_URL", &url)]).await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let mut phone = site.browser("192.0.2.2");
    phone.login("ana@example.com", PASSWORD).await;
    phone.register("ana@example.com", "another good one").await;
    site.letter("ana@example.com", "You already have an account").await;
    let row = site.app.accounts.users.find("ana@example.com").await.unwrap().unwrap();
    assert_eq!(site.app.accounts.sessions.of(row.id).await.unwrap().len(), 2);
    ana.settings("sessions", &[]).await;
    assert!(ana.inside().await && !phone.inside().await);
    ana.login("ana@example.com", PASSWORD).await;
    assert!(ana.inside().await, "an address may be learnt twice");
    ana.post("/forgot", &[("email", "ana@example.com")]).await;
    let link = site.link("ana@example.com", "Choose a new password").await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    let fields = [("token", token.as_str()), ("password", "a brand new sentence")];
    assert_eq!(ana.post("/reset", &fields).await.location(), "/login?done=reset");
    ana.login("ana@example.com", "a brand new sentence").await;
    site.app.accounts.prune().await.unwrap();
    assert!(ana.inside().await);
    let all = [("confirm", "ana@example.com"), ("current", "a brand new sentence")];
    assert_eq!(ana.settings("delete", &all).await.location(), "/login?done=deleted");
    let users = &site.app.accounts.users;
    assert!(users.by_id(row.id).await.unwrap().unwrap().closed_at.is_some());
    users.set(row.id, Column::ClosedAt, Some(0_i64)).await.unwrap();
    assert_eq!(prune::closed(&site.app.database).await.unwrap(), 1);
    assert!(users.by_id(row.id).await.unwrap().is_none());
    site.app.database.migrate_down().await.unwrap();
    site.app.database.migrate().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_work_on_postgresql() {
    Server::Postgres.on(try_all).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_work_on_mariadb() {
    Server::Maria.on(try_all).await;
}
