//! Sessions, throttles, and where one is led.

use super::support::{Browser, PASSWORD, Site};
use axum::http::StatusCode;
use sea_orm::EntityTrait;
use server::audit::Action;

#[tokio::test]
async fn a_session_gets_a_new_id_at_sign_in_and_is_kept_hashed() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let first = ana.cookies["bts_session"].clone();
    let answer = ana.login("ana@example.com", PASSWORD).await;
    assert_ne!(ana.cookies["bts_session"], first, "{}", answer.body);
    let mut old = site.browser("192.0.2.1");
    old.cookies.insert("bts_session".to_owned(), first.clone());
    assert!(!old.inside().await, "the old id is worth nothing");
    let pool = site.app.accounts.users.database.pool();
    let rows = entity::table::session::Entity::find().all(pool).await.unwrap();
    let id = ana.cookies["bts_session"].clone();
    let tail = id.chars().rev().take(16).collect::<String>().chars().rev().collect::<String>();
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| !format!("{} {}", row.id_hash, row.data).contains(&tail)));
}

#[tokio::test]
async fn an_id_that_was_planted_is_not_taken_up() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let mut victim = site.browser("192.0.2.3");
    victim.cookies.insert("bts_session".to_owned(), "AAAAAAAAAAAAAAAAAAAAAA".to_owned());
    victim.login("ana@example.com", PASSWORD).await;
    assert_ne!(victim.cookies["bts_session"], "AAAAAAAAAAAAAAAAAAAAAA");
    let mut eve = site.browser("192.0.2.66");
    eve.cookies.insert("bts_session".to_owned(), "AAAAAAAAAAAAAAAAAAAAAA".to_owned());
    assert!(!eve.inside().await);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_bound_to_https_where_there_is_any() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let mut ana = site.browser("192.0.2.1");
    let line = ana.login("ana@example.com", PASSWORD).await.set_cookie();
    assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax") && line.contains("Path=/"));
    assert!(line.starts_with("bts_session=") && !line.contains("Secure"), "{line}");

    let settings = [
        ("APP_URL", "https://bts.guru"),
        ("ADMIN_EMAIL", "root@example.com"),
        ("ADMIN_PASSWORD", PASSWORD),
    ];
    let site = Site::open(&settings).await;
    let mut root = site.browser("192.0.2.1");
    let answer = root.login("root@example.com", PASSWORD).await;
    let line = answer.set_cookie();
    assert!(line.starts_with("__Host-bts_session=") && line.contains("Secure"), "{line}");
    assert!(!line.contains("Domain"), "{line}");
    let rule = answer.headers["strict-transport-security"].to_str().unwrap();
    assert!(rule.contains("max-age=31536000"));
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let copy = ana.clone();
    assert_eq!(ana.post("/logout", &[]).await.location(), "/login?done=out");
    let mut copy = copy;
    assert!(!copy.inside().await);
}

#[tokio::test]
async fn a_guessing_stranger_is_slowed_down_and_the_owner_is_not() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let mut eve = site.browser("192.0.2.66");
    let mut last = None;
    for _ in 0..12 {
        last = Some(eve.login("ana@example.com", "a wrong guess").await);
    }
    let last = last.unwrap();
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.body.contains("Too many tries"), "{}", last.body);
    assert_eq!(eve.login("ana@example.com", PASSWORD).await.status, 429, "even by luck");
    let mut ana = site.browser("192.0.2.1");
    assert_eq!(ana.login("ana@example.com", PASSWORD).await.location(), "/dashboard");
}

#[tokio::test]
async fn one_address_cannot_try_many_accounts() {
    let site = Site::demonstration().await;
    let mut eve = site.browser("192.0.2.66");
    // The bucket of an address fills again while it is emptied, on a slow machine the more.
    for n in 0..150 {
        let email = format!("somebody{n}@example.com");
        if eve.login(&email, "a wrong guess").await.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(n >= 20, "slowed down after {n}");
            return;
        }
    }
    panic!("never slowed down");
}

/// Ask for letters to many mailboxes, each with an address a proxy is said to have seen; how often
/// the asker was slowed down.
async fn ask(browser: &mut Browser, seen: impl Fn(u32) -> String) -> usize {
    let mut slowed = 0;
    for n in 0..25 {
        let (email, seen) = (format!("somebody{n}@example.com"), seen(n));
        let headers = [("sec-fetch-site", "same-origin"), ("x-forwarded-for", &*seen)];
        let answer = browser.post_from("/forgot", &[("email", &email)], &headers).await;
        slowed += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    slowed
}

#[tokio::test]
async fn behind_our_proxy_each_visitor_is_counted_alone() {
    let site = Site::open(&[("TRUSTED_PROXIES", "192.0.2.100")]).await;
    let mut proxy = site.browser("192.0.2.100");
    assert!(ask(&mut proxy, |_| "198.51.100.1".to_owned()).await > 0);
    assert_eq!(ask(&mut proxy, |n| format!("198.51.100.{}", n + 2)).await, 0);
    let mut eve = site.browser("192.0.2.66");
    let lies = ask(&mut eve, |n| format!("203.0.113.{n}")).await;
    assert!(lies > 0, "who is no proxy of ours cannot choose an address");
}

#[tokio::test]
async fn a_mailbox_cannot_be_flooded() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let mut eve = site.browser("192.0.2.66");
    for _ in 0..12 {
        let answer = eve.post("/forgot", &[("email", "ana@example.com")]).await;
        assert_eq!(answer.location(), "/forgot?done=sent");
    }
    site.posted().await;
    // The letter that confirmed the address, and four of this occasion. Each has a bound of its own,
    // so that letters of one keep no owner from another.
    assert!(site.count("ana@example.com") <= 5, "{}", site.count("ana@example.com"));
}

#[tokio::test]
async fn a_stranger_at_the_dashboard_is_led_to_the_door_and_then_back() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let mut ana = site.browser("192.0.2.1");
    let answer = ana.get("/dashboard/settings").await;
    assert_eq!(answer.location(), "/login?next=%2Fdashboard%2Fsettings");
    assert!(ana.get(answer.location()).await.body.contains("value=\"/dashboard/settings\""));
    let enter =
        |next: &'static str| [("email", "ana@example.com"), ("password", PASSWORD), ("next", next)];
    let way = ana.post("/login", &enter("/dashboard/settings")).await;
    assert_eq!(way.location(), "/dashboard/settings");
    for evil in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
        assert_eq!(ana.post("/login", &enter(evil)).await.location(), "/dashboard", "{evil}");
    }
}

#[tokio::test]
async fn every_page_says_who_is_signed_in() {
    let site = Site::demonstration().await;
    let mut stranger = site.browser("192.0.2.9");
    assert!(stranger.get("/status").await.body.contains("href=\"/register\""));
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let page = ana.get("/status").await.body;
    assert!(page.contains("ana@example.com") && page.contains("Sign out"));
    assert!(!page.contains("href=\"/register\""));
}

#[tokio::test]
async fn a_sign_in_from_a_new_place_is_told_the_owner() {
    let site = Site::demonstration().await;
    // The very first one is no news.
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    ana.login("ana@example.com", PASSWORD).await;
    site.posted().await;
    assert!(!site.told("ana@example.com", "a place it was not used from before"));
    let mut eve = site.browser("192.0.2.66");
    eve.login("ana@example.com", "a wrong guess").await;
    eve.login("ana@example.com", PASSWORD).await;
    site.letter("ana@example.com", "A new sign-in to your account").await;
    assert!(site.told("ana@example.com", "Firefox on Linux, from 192.0.2.66"));
    let entries = site.audit(Action::SignIn).await;
    let results: Vec<(&str, Option<&str>)> =
        entries.iter().map(|entry| (entry.result.as_str(), entry.address.as_deref())).collect();
    let (own, other) = (Some("192.0.2.1"), Some("192.0.2.66"));
    assert_eq!(results, [("done", own), ("done", own), ("refused", other), ("done", other)]);
    assert!(entries.iter().all(|entry| entry.account_id.is_some()));
}

#[tokio::test]
async fn a_form_of_a_session_that_has_ended_leads_a_browser_to_the_door_and_back() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let mut old = ana.clone();
    ana.settings("sessions", &[]).await;
    let page = [("sec-fetch-site", "same-origin"), ("accept", "text/html,*/*;q=0.8")];
    let mut sent = async |path: &str, fields: &[(&str, &str)]| {
        let answer = old.post_from(path, fields, &page).await;
        (answer.status.as_u16(), answer.location().to_owned())
    };
    for form in ["password", "email", "session", "delete"] {
        let way = sent("/dashboard/settings", &[("form", form)]).await;
        assert_eq!(way, (303, "/login?next=%2Fdashboard%2Fsettings".to_owned()), "{form}");
    }
    for form in ["start", "confirm"] {
        let way = sent("/two-factor", &[("form", form)]).await;
        assert_eq!(way, (303, "/login?next=%2Ftwo-factor".to_owned()), "{form}");
    }
    assert_eq!(sent("/restore", &[]).await, (303, "/login?next=%2Frestore".to_owned()));
    // A script is answered in its own words.
    let script = [("sec-fetch-site", "same-origin"), ("accept", "application/json")];
    let answer = old.post_from("/dashboard/settings", &[("form", "password")], &script).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("sign_in_first"), "{}", answer.body);
}
