//! API6, unrestricted access to sensitive business flows: signing up, finding the way back, making
//! keys; each can be done often, and none so often that somebody else cannot.
//!
//! Also tried: guesses at one account and from one address, a mailbox that is flooded
//! (`accounts::doors`), and that good tries cost nothing (`accounts::throttle`).

use crate::{
    customer::{ANA, Two},
    site::{Answer, Browser, PASSWORD, Site, solve},
};
use axum::{body::Body, http::Request};
use serde_json::json;

async fn forgot(browser: &mut Browser, email: &str) -> u16 {
    browser.post("/forgot", &[("email", email)]).await.status.as_u16()
}

#[tokio::test]
async fn one_address_asks_for_some_letters_and_then_waits_alone() {
    let site = Site::demonstration().await;
    let mut eve = site.browser("192.0.2.66");
    let mut last = 0;
    for n in 0..24 {
        last = forgot(&mut eve, &format!("somebody{n}@example.com")).await;
    }
    assert_eq!(last, 429);
    let refused = eve.register("new@example.com", PASSWORD).await;
    assert_eq!(refused.status, 429, "signing up sends letters as well");
    assert!(refused.body.contains("Too many tries. Wait"), "{}", refused.body);
    let mut other = site.browser("192.0.2.67");
    assert_eq!(forgot(&mut other, "somebody@example.com").await, 303);
}

/// Ask for letters to many mailboxes, from many addresses, until no stranger's is left.
async fn crowd(site: &Site, network: u8) {
    for address in 0..60 {
        let mut eve = site.browser(&format!("198.51.{network}.{address}"));
        for n in 0..20 {
            if forgot(&mut eve, &format!("x{network}.{address}.{n}@example.com")).await == 429 {
                return;
            }
        }
    }
    panic!("all letters together are bounded");
}

/// What a form says while no stranger's letter is left. Two come back each second, so that a slow
/// machine may need more than one crowd.
async fn asked(site: &Site, who: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    for network in 10..20 {
        crowd(site, network).await;
        let answer = who.post(path, fields).await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("the letters of all never ran out for {path}");
}

#[tokio::test]
async fn a_crowd_of_strangers_keeps_nobody_from_the_way_back_nor_from_signing_up() {
    let site = Site::demonstration().await;
    let mut ana = site.member(ANA, "192.0.2.1").await;
    crowd(&site, 1).await;
    // The owner, where she was signed in before, notices nothing.
    let before = site.count(ANA);
    assert_eq!(forgot(&mut ana, ANA).await, 303);
    site.letter(ANA, "Choose a new password").await;
    assert!(site.count(ANA) > before);
    assert_eq!(ana.login(ANA, PASSWORD).await.location(), "/dashboard");

    // Anybody else works for it.
    let mut stranger = site.browser("203.0.113.1");
    let page = asked(&site, &mut stranger, "/forgot", &[("email", ANA)]).await;
    let proof = solve(&page.body);
    let sent = stranger.post("/forgot", &[("email", ANA), ("proof", &proof)]).await;
    assert_eq!(sent.location(), "/forgot?done=sent");
    let fields = [("email", "new@example.com"), ("password", PASSWORD)];
    let page = asked(&site, &mut stranger, "/register", &fields).await;
    let proof = solve(&page.body);
    let fields = [("email", "new@example.com"), ("password", PASSWORD), ("proof", &proof)];
    assert_eq!(stranger.post("/register", &fields).await.location(), "/register?done=sent");
    site.letter("new@example.com", "Confirm your e-mail address").await;

    // Who has no scripts is mailed a link, which no crowd uses up.
    let mut plain = site.browser("203.0.113.2");
    let sent = plain.post("/login/link", &[("email", ANA)]).await;
    assert_eq!(sent.location(), "/login?done=link");
    site.letter(ANA, "Sign in to your account").await;
}

#[tokio::test]
async fn somebody_with_65536_networks_uses_up_neither_the_letters_nor_the_tries_of_all() {
    let site = Site::demonstration().await;
    let (mut letters, mut tries) = (0, 0);
    for network in 0..250_u32 {
        let mut eve = site.browser(&format!("2001:db8:7:{:x}::1", network << 8));
        let email = format!("somebody{network}@example.com");
        letters += u32::from(forgot(&mut eve, &email).await == 303);
        tries += u32::from(eve.login(&email, "a wrong guess").await.status == 422);
    }
    assert!((80..100).contains(&letters), "four shares of one address: {letters}");
    assert!((160..200).contains(&tries), "four shares of one address: {tries}");
    let mut stranger = site.browser("2001:db8:8::1");
    assert_eq!(forgot(&mut stranger, "somebody@example.com").await, 303);
    assert_eq!(stranger.login("somebody@example.com", "a wrong guess").await.status, 422);
}

#[tokio::test]
async fn behind_a_proxy_of_ours_each_visitor_is_counted_alone() {
    let site = Site::open(&[("TRUSTED_PROXIES", "10.0.0.0/8")]).await;
    let mut proxy = site.browser("10.0.0.1");
    let mut ask = async |visitor: &str, n: u32| {
        let request = Request::post("/forgot")
            .header("x-forwarded-for", visitor)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(format!("email=somebody{n}%40example.com")));
        proxy.send(request.unwrap()).await.status.as_u16()
    };
    let mut last = 0;
    for n in 0..24 {
        last = ask("198.51.100.1", n).await;
    }
    assert_eq!(last, 429);
    assert_eq!(ask("198.51.100.2", 1).await, 303, "one visitor's haste is not another's");
    assert_eq!(
        ask("203.0.113.1, 198.51.100.1", 2).await,
        429,
        "what visitors write is not believed"
    );
}

#[tokio::test]
async fn an_account_has_a_bounded_number_of_keys() {
    let two = Two::meet().await;
    let body = json!({"name": "x", "scopes": ["matches:read"]}).to_string();
    let mut made = 1;
    let refusal = loop {
        let answer = two.send("POST", "/keys", &two.own, &body).await;
        if answer.status != 201 {
            break answer;
        }
        made += 1;
    };
    assert_eq!(made, 100);
    assert_eq!((refusal.status.as_u16(), refusal.code()), (409, "too_many_keys"));
    let others = two.send("POST", "/keys", &two.hers, &body).await;
    assert_eq!(others.status, 201, "an account's number is its own: {}", others.body);
}
