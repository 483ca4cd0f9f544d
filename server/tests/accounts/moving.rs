//! Moving an account to another address, and what a thief cannot do with it.

use super::{
    second::enrol,
    support::{PASSWORD, Site, code},
};
use axum::http::StatusCode;
use entity::{
    model::{AccountId, Grace},
    table::user::Column,
};
use server::{
    accounts::keys::ChangedBy,
    audit::Action,
    queue::{Filter, State},
};

const EVIL: &str = "mallory@evil.example";
const NEW: &str = "an even better sentence";
const MOVE: &str = "Confirm your new e-mail address";
const MOVED: &str = "Your account was changed";

/// A site with Bob in his browser, and a thief with his password who asked for another address.
async fn robbed(site: &Site) -> (super::support::Browser, super::support::Browser, String) {
    let bob = site.member("bob@example.com", "192.0.2.1").await;
    let mut thief = site.browser("192.0.2.66");
    thief.login("bob@example.com", PASSWORD).await;
    let fields = [("email", EVIL), ("current", PASSWORD)];
    assert_eq!(thief.settings("email", &fields).await.location(), "/dashboard/settings?done=email");
    let link = site.link(EVIL, MOVE).await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    (bob, thief, token)
}

#[tokio::test]
async fn a_link_to_another_address_ends_with_what_secures_the_account() {
    for act in ["password", "sessions", "factor", "cancel", "reset"] {
        let site = Site::demonstration().await;
        let (mut bob, mut thief, token) = robbed(&site).await;
        let page = bob.get("/dashboard/settings").await.body;
        assert!(page.contains(EVIL) && page.contains("Call it off"), "it is shown: {page}");
        match act {
            "password" => {
                bob.settings("password", &[("current", PASSWORD), ("password", NEW)]).await;
            }
            "sessions" => drop(bob.settings("sessions", &[]).await),
            "factor" => drop(enrol(&mut bob, PASSWORD).await),
            "cancel" => {
                let answer = bob.settings("email-cancel", &[]).await;
                assert_eq!(answer.location(), "/dashboard/settings?done=email-cancel");
            }
            _ => {
                bob.post("/forgot", &[("email", "bob@example.com")]).await;
                let link = site.link("bob@example.com", "Choose a new password").await;
                let token = link.split_once("token=").unwrap().1;
                bob.post("/reset", &[("token", token), ("password", NEW)]).await;
            }
        }
        let answer = thief.post("/verify", &[("token", &token)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{act}");
        let row = site.row("bob@example.com").await;
        assert!(row.pending_email.is_none(), "{act}");
        assert_eq!(thief.inside().await, act == "cancel", "{act}");
        assert_eq!(bob.inside().await, act != "reset", "{act}");
        let page = site.browser("192.0.2.1").get("/dashboard/settings").await.body;
        assert!(!page.contains(EVIL));
    }
}

#[tokio::test]
async fn a_letter_to_another_address_that_is_late_says_nothing() {
    let site = Site::demonstration().await;
    let mut bob = site.member("bob@example.com", "192.0.2.1").await;
    let mut thief = site.browser("192.0.2.66");
    thief.login("bob@example.com", PASSWORD).await;
    site.posted().await;
    site.app.queue.pause("mail").await.unwrap();
    thief.settings("email", &[("email", EVIL), ("current", PASSWORD)]).await;
    let filter = Filter { queue: Some("mail".to_owned()), ..Filter::default() };
    let waiting = site.app.queue.list(&filter).await.unwrap();
    assert!(waiting.iter().any(|job| job.state == State::Pending));
    bob.settings("password", &[("current", PASSWORD), ("password", NEW)]).await;
    site.app.queue.resume("mail").await.unwrap();
    site.posted().await;
    assert_eq!(site.count(EVIL), 0);
}

#[tokio::test]
async fn the_old_mailbox_takes_an_account_back_that_was_moved() {
    let site = Site::demonstration().await;
    let (mut bob, mut thief, token) = robbed(&site).await;
    assert_eq!(thief.post("/verify", &[("token", &token)]).await.location(), "/verify?done=email");
    assert!(!bob.inside().await && thief.inside().await, "other sessions ended");
    // The thief settles in: a new password, a second factor, a key; somebody squats the old address.
    thief.settings("password", &[("current", PASSWORD), ("password", NEW)]).await;
    enrol(&mut thief, NEW).await;
    let key = site.key(EVIL).await;
    site.browser("192.0.2.67").register("bob@example.com", NEW).await;
    assert_eq!(site.sports(&key).await.status, StatusCode::OK);

    site.posted().await;
    let link = site.link("bob@example.com", MOVED).await;
    assert!(bob.get(&link).await.body.contains("Take your account back"));
    let token = link.split_once("token=").unwrap().1.to_owned();
    let answer = bob.post("/undo", &[("token", &token)]).await;
    let reset = answer.location().split_once("token=").expect("leads to a new password").1;
    assert!(!thief.inside().await);
    assert_eq!(thief.login("bob@example.com", NEW).await.status, 422, "the password is gone");
    assert_eq!(thief.login("bob@example.com", PASSWORD).await.status, 422);
    assert_eq!(site.sports(&key).await.status, StatusCode::UNAUTHORIZED);
    let fields = [("token", reset), ("password", "a sentence of bob's own")];
    assert_eq!(bob.post("/reset", &fields).await.location(), "/login?done=reset");
    let answer = bob.login("bob@example.com", "a sentence of bob's own").await;
    assert_eq!(answer.location(), "/dashboard", "no code of the thief's is asked for");
    assert_eq!(bob.post("/undo", &[("token", &token)]).await.status, 422, "it is good once");
    assert_eq!(site.audit(Action::EmailUndo).await[0].result, "done");
}

#[tokio::test]
async fn a_way_back_keeps_the_factor_and_keys_that_were_there_before() {
    let site = Site::demonstration().await;
    let mut bob = site.member("bob@example.com", "192.0.2.1").await;
    let (seed, _) = enrol(&mut bob, PASSWORD).await;
    let key = site.key("bob@example.com").await;
    let plain = [("email", "bob@new.example"), ("current", PASSWORD)];
    let refused = bob.settings("email", &plain).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "the code is asked for");
    let now = code(&seed, 1);
    let fields = [plain[0], plain[1], ("code", now.as_str())];
    let answer = bob.settings("email", &fields).await;
    assert_eq!(answer.location(), "/dashboard/settings?done=email", "{}", answer.body);
    // As though it was asked for two days later.
    let row = site.row("bob@example.com").await;
    let later = row.pending_at.unwrap() + 2 * 86_400_000;
    site.app.accounts.users.set(row.id, Column::PendingAt, Some(later)).await.unwrap();
    assert_eq!(
        site.follow(&mut bob, "bob@new.example", MOVE).await.location(),
        "/verify?done=email"
    );
    site.posted().await;
    let token = site.link("bob@example.com", MOVED).await;
    let token = token.split_once("token=").unwrap().1.to_owned();
    assert!(bob.post("/undo", &[("token", &token)]).await.location().contains("/reset?"));
    assert!(site.row("bob@example.com").await.totp_seed.is_some());
    assert_eq!(site.sports(&key).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_a_thief_made_shortly_before_a_move_ends_when_it_is_undone() {
    let site = Site::demonstration().await;
    let mut bob = site.member("bob@example.com", "192.0.2.1").await;
    let mut thief = site.browser("192.0.2.66");
    thief.login("bob@example.com", PASSWORD).await;
    // Before another address is asked for: a key, a new token for it, a second factor.
    let key = site.key("bob@example.com").await;
    let account = AccountId(site.row("bob@example.com").await.id);
    let rotated =
        site.app.keys.rotate(account, key.key.key, ChangedBy::Owner, Grace::Day).await.unwrap();
    let (seed, _) = enrol(&mut thief, PASSWORD).await;
    let now = code(&seed, 1);
    let fields = [("email", EVIL), ("current", PASSWORD), ("code", now.as_str())];
    let asked = thief.settings("email", &fields).await;
    assert_eq!(asked.location(), "/dashboard/settings?done=email", "{}", asked.body);
    assert_eq!(site.follow(&mut thief, EVIL, MOVE).await.location(), "/verify?done=email");
    for key in [&key, &rotated] {
        assert_eq!(site.sports(key).await.status, StatusCode::OK);
    }

    site.posted().await;
    let link = site.link("bob@example.com", MOVED).await;
    assert!(bob.get(&link).await.body.contains("since the day before the move was asked for"));
    let token = link.split_once("token=").unwrap().1;
    let answer = bob.post("/undo", &[("token", token)]).await;
    let reset = answer.location().split_once("token=").expect("leads to a new password").1;
    for key in [&key, &rotated] {
        assert_eq!(site.sports(key).await.status, StatusCode::UNAUTHORIZED);
    }
    assert!(site.row("bob@example.com").await.totp_seed.is_none());
    assert!(!thief.inside().await);
    assert_eq!(bob.post("/reset", &[("token", reset), ("password", NEW)]).await.status, 303);
    assert_eq!(bob.login("bob@example.com", NEW).await.location(), "/dashboard");

    // The owner reads what ended, and so does whoever reads the audit log.
    site.posted().await;
    assert!(site.told("bob@example.com", "1 key was revoked"));
    assert!(site.told("bob@example.com", "Two-factor sign-in was switched off."));
    let revoked = site.audit(Action::KeyRevoke).await;
    assert_eq!(revoked.len(), 1, "{revoked:?}");
    let target = format!("key:{}", key.key.public_id);
    assert_eq!(
        (revoked[0].account_id, revoked[0].target.as_ref()),
        (Some(account.0), Some(&target))
    );
    assert_eq!(site.audit(Action::FactorOff).await.len(), 1);
}
