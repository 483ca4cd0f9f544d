//! Who registers a stranger's address first: nothing of theirs outlives the owner's confirmation.

use super::{
    second::{challenge, enrol},
    support::{PASSWORD, Site, code},
};
use axum::http::StatusCode;
use entity::{
    model::{AccountId, Scope},
    table::user::Column,
};
use futures::StreamExt;
use server::{
    accounts::keys::{ChangedBy, KeyDraft, KeyError},
    audit::Action,
    runtime::Server,
};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

const EVES: &str = "the password of eve";

/// The links to confirm an address, oldest first, once there are so many.
async fn links(site: &Site, email: &str, count: usize) -> Vec<String> {
    let began = std::time::Instant::now();
    while site.count(email) < count {
        assert!(began.elapsed() < Duration::from_secs(10), "{} letters", site.count(email));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    site.posted().await;
    site.tokens(email)
}

#[tokio::test]
async fn an_account_that_is_not_confirmed_can_have_nothing_of_value() {
    let site = Site::demonstration().await;
    let mut eve = site.browser("192.0.2.66");
    eve.register("ana@example.com", EVES).await;
    assert_eq!(eve.login("ana@example.com", EVES).await.location(), "/dashboard");
    for page in ["/dashboard", "/dashboard/keys", "/dashboard/settings"] {
        let page = eve.get(page).await.body;
        assert!(page.contains("Your address is not confirmed yet"), "{page}");
        assert!(page.contains("Send the letter again"), "{page}");
    }
    let account = AccountId(site.row("ana@example.com").await.id);
    let scopes = Scope::ALL.to_vec();
    let draft = KeyDraft { name: "mine".to_owned(), scopes, ..KeyDraft::default() };
    let refused = site.app.keys.create(account, ChangedBy::Owner, &draft).await;
    assert!(matches!(refused, Err(KeyError::Unconfirmed)), "{refused:?}");
    let fields = [("form[name]", "mine"), ("form[scopes][matches:read]", "on")];
    let posted = eve.post("/fn/dashboard/keys/create", &fields).await;
    assert!(posted.body.contains("Confirm your e-mail address first"), "{}", posted.body);
    let started = eve.post("/two-factor", &[("form", "start"), ("current", EVES)]).await;
    assert_eq!(started.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(started.body.contains("Confirm your e-mail address first"), "{}", started.body);
    let fields = [("email", "eve@evil.example"), ("current", EVES)];
    let asked = eve.settings("email", &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(site.row("ana@example.com").await.pending_email.is_none());
    site.posted().await;
    assert_eq!(site.count("eve@evil.example"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_made_before_the_first_confirmation_ends_with_it() {
    for by_reset in [false, true] {
        let site = Site::demonstration().await;
        let mut eve = site.browser("192.0.2.66");
        eve.register("ana@example.com", EVES).await;
        eve.login("ana@example.com", EVES).await;
        // As an earlier version let her: a key, a second factor, a sign-in that awaits its code.
        let account = site.row("ana@example.com").await.id;
        let users = &site.app.accounts.users;
        users.set(account, Column::VerifiedAt, Some(1_i64)).await.unwrap();
        let key = site.key("ana@example.com").await;
        let (seed, _) = enrol(&mut eve, EVES).await;
        let mut waiting = site.browser("192.0.2.67");
        assert_eq!(waiting.login("ana@example.com", EVES).await.location(), "/two-factor");
        users.set(account, Column::VerifiedAt, None::<i64>).await.unwrap();
        let running = Server::start(site.app.clone(), None).await.unwrap();
        let url = format!("ws://{}/app/{}?protocol=7", running.address, key.key.public_id);
        let mut socket = tokio_tungstenite::connect_async(url).await.unwrap().0;
        assert!(socket.next().await.unwrap().unwrap().to_text().unwrap().contains("established"));

        let mut ana = site.browser("192.0.2.1");
        if by_reset {
            ana.post("/forgot", &[("email", "ana@example.com")]).await;
            let link = site.link("ana@example.com", "Choose a new password").await;
            let token = link.split_once("token=").unwrap().1;
            let fields = [("token", token), ("password", PASSWORD)];
            assert_eq!(ana.post("/reset", &fields).await.location(), "/login?done=reset");
        } else {
            ana.register("ana@example.com", PASSWORD).await;
            let link = links(&site, "ana@example.com", 2).await.pop().unwrap();
            let answer = ana.post("/verify", &[("token", &link)]).await;
            assert_eq!(answer.location(), "/verify?done=verify", "{}", answer.body);
        }
        assert!(!eve.inside().await, "her session ended");
        assert_eq!(eve.login("ana@example.com", EVES).await.status, 422);
        assert_eq!(site.sports(&key).await.status, StatusCode::UNAUTHORIZED, "her key is revoked");
        let closed = async {
            loop {
                match socket.next().await {
                    Some(Ok(Message::Close(Some(frame)))) => return u16::from(frame.code),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return 0,
                }
            }
        };
        let code_of = tokio::time::timeout(Duration::from_secs(2), closed).await;
        assert_eq!(code_of.expect("her socket stayed open"), 4009);
        let answer = challenge(&mut waiting, &code(&seed, 1)).await;
        assert!(answer.location().starts_with("/login"), "{}", answer.body);
        assert_eq!(ana.login("ana@example.com", PASSWORD).await.location(), "/dashboard");
        let row = site.row("ana@example.com").await;
        assert!(row.totp_seed.is_none() && row.verified_at.is_some());
        assert_eq!(site.audit(Action::Confirm).await.last().unwrap().result, "done");
        running.stop().await;
    }
}

#[tokio::test]
async fn a_careless_click_puts_nobody_elses_password_in_force() {
    let site = Site::demonstration().await;
    let (mut ana, mut eve) = (site.browser("192.0.2.1"), site.browser("192.0.2.66"));
    eve.register("ana@example.com", EVES).await;
    // Ana follows a letter she did not ask for.
    let answer = site.follow(&mut ana, "ana@example.com", "Confirm your e-mail address").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("name=\"password\""), "{}", answer.body);
    // She registers; Eve does so once more, so that the last letter is Eve's.
    ana.register("ana@example.com", PASSWORD).await;
    links(&site, "ana@example.com", 2).await;
    eve.register("ana@example.com", "another one of eve").await;
    let links = links(&site, "ana@example.com", 3).await;
    for of_eve in [&links[0], &links[2]] {
        let mut other = site.browser("192.0.2.2");
        assert!(other.get(&format!("/verify?token={of_eve}")).await.body.contains("Your password"));
        let fields = [("token", of_eve.as_str()), ("password", PASSWORD)];
        assert_eq!(other.post("/verify", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(site.row("ana@example.com").await.verified_at.is_none());
    // Her own letter works on another device, where she writes her password.
    let mut phone = site.browser("192.0.2.3");
    let fields = [("token", links[1].as_str()), ("password", PASSWORD)];
    assert_eq!(phone.post("/verify", &fields).await.location(), "/verify?done=verify");
    for password in [EVES, "another one of eve"] {
        assert_eq!(eve.login("ana@example.com", password).await.status, 422);
    }
    assert_eq!(phone.login("ana@example.com", PASSWORD).await.location(), "/dashboard");
    // Eve's letters lead nowhere any more.
    let fields = [("token", links[2].as_str()), ("password", "another one of eve")];
    assert_eq!(eve.post("/verify", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_letter_is_sent_again_to_who_asks_inside_and_keeps_them_in() {
    let site = Site::demonstration().await;
    let mut ana = site.browser("192.0.2.1");
    ana.register("ana@example.com", PASSWORD).await;
    links(&site, "ana@example.com", 1).await;
    let mut phone = site.browser("192.0.2.2");
    phone.login("ana@example.com", PASSWORD).await;
    assert_eq!(phone.settings("verify", &[]).await.location(), "/dashboard/settings?done=verify");
    let again = links(&site, "ana@example.com", 2).await.pop().unwrap();
    assert_eq!(phone.post("/verify", &[("token", &again)]).await.location(), "/verify?done=verify");
    assert!(phone.inside().await);
    assert!(!phone.get("/dashboard").await.body.contains("not confirmed yet"));
}

#[tokio::test]
async fn an_owner_whose_letters_others_used_up_confirms_by_one_of_theirs_with_their_own_password() {
    let site = Site::demonstration().await;
    for host in 1..=4 {
        let mut eve = site.browser(&format!("198.51.100.{host}"));
        let sent = eve.register("ana@example.com", EVES).await;
        assert_eq!(sent.location(), "/register?done=sent");
    }
    let mut letters = links(&site, "ana@example.com", 4).await;
    let mut ana = site.browser("192.0.2.1");
    let held = ana.register("ana@example.com", PASSWORD).await;
    assert_eq!(held.location(), "/register?done=held", "{}", held.body);
    let told = ana.get("/register?done=held").await.body;
    assert!(told.contains("we sent no other") && told.contains("in this browser"), "{told}");
    site.posted().await;
    assert_eq!(site.count("ana@example.com"), 4);

    // Elsewhere nobody is known to have registered: no password but the letter's own does.
    let fields = [("token", letters[3].as_str()), ("password", PASSWORD)];
    assert_eq!(site.browser("192.0.2.3").post("/verify", &fields).await.status, 422);
    let letter = letters.remove(0);
    let page = ana.get(&format!("/verify?token={letter}")).await.body;
    assert!(!page.contains("name=\"password\""), "{page}");
    let confirmed = ana.post("/verify", &[("token", &letter)]).await;
    assert_eq!(confirmed.location(), "/verify?done=verify", "{}", confirmed.body);
    assert_eq!(ana.login("ana@example.com", PASSWORD).await.location(), "/dashboard");
    assert_eq!(site.browser("198.51.100.1").login("ana@example.com", EVES).await.status, 422);
}

#[tokio::test]
async fn the_audit_log_says_whose_address_was_registered_and_which_keys_the_confirmation_ended() {
    let site = Site::demonstration().await;
    site.browser("192.0.2.66").register("ana@example.com", EVES).await;
    let account = site.row("ana@example.com").await.id;
    // As an earlier version let a stranger: a key.
    let users = &site.app.accounts.users;
    users.set(account, Column::VerifiedAt, Some(1_i64)).await.unwrap();
    let key = site.key("ana@example.com").await;
    users.set(account, Column::VerifiedAt, None::<i64>).await.unwrap();
    let mut ana = site.browser("192.0.2.1");
    ana.register("ana@example.com", PASSWORD).await;
    let link = links(&site, "ana@example.com", 2).await.pop().unwrap();
    assert_eq!(ana.post("/verify", &[("token", &link)]).await.location(), "/verify?done=verify");
    let registered = site.audit(Action::Register).await;
    let whose: Vec<Option<i64>> = registered.iter().map(|act| act.account_id).collect();
    assert_eq!(whose, [Some(account), Some(account)]);
    let revoked = site.audit(Action::KeyRevoke).await;
    assert_eq!(revoked.len(), 1, "{revoked:?}");
    let target = format!("key:{}", key.key.public_id);
    assert_eq!((revoked[0].account_id, &revoked[0].target), (Some(account), &Some(target)));
}
