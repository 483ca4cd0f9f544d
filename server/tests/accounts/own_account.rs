//! One's own account: settings, sessions, data.

use super::support::{PASSWORD, Site};
use axum::http::StatusCode;
use server::audit::Action;

const NEW: &str = "an even better sentence";

#[tokio::test]
async fn a_password_changes_for_who_knows_it_and_other_sessions_end() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let mut phone = site.browser("192.0.2.2");
    phone.login("ana@example.com", PASSWORD).await;
    let wrong = ana.settings("password", &[("current", "guess"), ("password", NEW)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("This is not your password."));
    let common = ana.settings("password", &[("current", PASSWORD), ("password", "iloveyou")]).await;
    assert!(common.body.contains("one of the most common passwords"));
    let same = ana.settings("password", &[("current", PASSWORD), ("password", PASSWORD)]).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.body.contains("This is the password that you have already; choose another."));
    assert!(phone.inside().await, "nothing was changed so far");
    let good = ana.settings("password", &[("current", PASSWORD), ("password", NEW)]).await;
    assert_eq!(good.location(), "/dashboard/settings?done=password", "{}", good.body);
    assert!(ana.inside().await && !phone.inside().await);
    assert_eq!(phone.login("ana@example.com", PASSWORD).await.status, 422);
    site.letter("ana@example.com", "Your account was changed").await;
}

#[tokio::test]
async fn an_address_changes_once_its_new_mailbox_agrees() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let fields = [("email", "ana@new.example"), ("current", "guess")];
    assert_eq!(ana.settings("email", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("email", "ana@new.example"), ("current", PASSWORD)];
    assert_eq!(ana.settings("email", &fields).await.location(), "/dashboard/settings?done=email");
    assert!(site.app.accounts.users.find("ana@new.example").await.unwrap().is_none());
    let link = site.link("ana@new.example", "Confirm your new e-mail address").await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    assert_eq!(ana.post("/verify", &[("token", &token)]).await.location(), "/verify?done=email");
    assert!(site.app.accounts.users.find("ana@new.example").await.unwrap().is_some());
    site.letter("ana@example.com", "Your account was changed").await;
    // The link again, by its page and by its form: nobody is asked for a password that is not needed.
    let pages = [
        ana.get(&link).await,
        ana.post("/verify", &[("token", &token)]).await,
        site.browser("192.0.2.2").post("/verify", &[("token", &token), ("for", "email")]).await,
    ];
    for page in pages {
        assert!(page.body.contains("used before"), "{}", page.body);
        assert!(!page.body.contains("name=\"password\""), "{}", page.body);
    }
    // Who reads the audit log sees whose it was, and no address that mail can be sent to.
    let account = site.row("ana@new.example").await.id;
    for action in [Action::EmailAsk, Action::EmailChange] {
        let acts = site.audit(action).await;
        let done = acts.iter().find(|act| act.detail.is_some()).unwrap();
        assert_eq!(done.account_id, Some(account));
        assert_eq!(done.detail.as_deref(), Some("a***@example.com to a***@new.example"));
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_but_this() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let mut phone = site.browser("192.0.2.2");
    phone.login("ana@example.com", PASSWORD).await;
    let mut desk = site.browser("192.0.2.3");
    desk.login("ana@example.com", PASSWORD).await;
    let page = ana.get("/dashboard/settings").await.body;
    assert!(
        page.contains("192.0.2.2")
            && page.contains("Firefox on Linux")
            && page.contains("This one")
    );
    let row = site.app.accounts.users.find("ana@example.com").await.unwrap().unwrap();
    let sessions = site.app.accounts.sessions.of(row.id).await.unwrap();
    let of_phone = sessions.iter().find(|s| s.address.as_deref() == Some("192.0.2.2")).unwrap();
    let answer = ana.settings("session", &[("session", &of_phone.id_hash)]).await;
    assert_eq!(answer.location(), "/dashboard/settings?done=session");
    assert!(!phone.inside().await && desk.inside().await);
    ana.settings("sessions", &[]).await;
    assert!(ana.inside().await && !desk.inside().await);
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let row = site.app.accounts.users.find("ana@example.com").await.unwrap().unwrap();
    let column = entity::table::user::Column::DisabledAt;
    site.app.accounts.users.set(row.id, column, Some(1_i64)).await.unwrap();
    assert!(!ana.inside().await);
    assert_eq!(ana.login("ana@example.com", PASSWORD).await.status, 422);
}

#[tokio::test]
async fn ones_data_can_be_taken_along_without_its_secrets() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let key = site.key("ana@example.com").await;
    assert_eq!(site.sports(&key).await.status, StatusCode::OK);
    let answer = ana.get("/dashboard/settings/export").await;
    assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let data: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(data["account"]["email"], "ana@example.com");
    assert_eq!(data["sessions"][0]["address"], "192.0.2.1");
    assert!(data["known_addresses"][0]["seen_at"].is_string(), "{data}");
    assert_eq!(data["keys"][0]["name"], "phone");
    assert_eq!(data["usage"]["data"][0]["endpoint"], "/sports");
    assert_eq!(data["usage"]["total"]["requests"], 1);
    assert!(!answer.body.contains("argon2"));
    let row = site.app.accounts.users.find("ana@example.com").await.unwrap().unwrap();
    for secret in [row.password_hash.as_str(), key.token.reveal(), &key.token.hash().hex()] {
        assert!(!answer.body.contains(secret));
    }
    let stranger = site.browser("192.0.2.9").get("/dashboard/settings/export").await;
    assert!(stranger.location().starts_with("/login?next="));
}
