//! `APP_KEY` is replaced, and nobody is signed out.

use super::support::{PASSWORD, Site};

const FIRST: &str = "the first key of this installation";
const SECOND: &str = "the second key of this installation";

async fn site(url: &str, key: &str, previous: &str) -> Site {
    let settings = [("DATABASE_URL", url), ("APP_KEY", key), ("APP_PREVIOUS_KEYS", previous)];
    Site::open(&settings).await
}

#[tokio::test]
async fn a_session_outlives_a_new_app_key_while_the_one_before_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/x.sqlite", folder.path().display());
    let ana = site(&url, FIRST, "null").await.member("ana@example.com", "192.0.2.1").await;

    let mut elsewhere = site(&url, SECOND, "null").await.browser("192.0.2.1");
    elsewhere.cookies = ana.cookies.clone();
    assert!(!elsewhere.inside().await, "a key that is not named signs nobody in");

    let previous = format!("another key that was used long ago,{FIRST}");
    let mut browser = site(&url, SECOND, &previous).await.browser("192.0.2.1");
    browser.cookies = ana.cookies.clone();
    let answer = browser.get("/dashboard/settings").await;
    assert_eq!(answer.status, 200);
    assert!(answer.set_cookie().contains("HttpOnly; SameSite=Lax; Path=/; Max-Age="));
    assert_ne!(browser.cookies, ana.cookies, "the cookie is signed anew");

    let mut later = site(&url, SECOND, "null").await.browser("192.0.2.1");
    later.cookies = browser.cookies.clone();
    assert!(later.inside().await, "the key of before is needed once");
}

#[tokio::test]
async fn a_forged_session_is_no_better_off_with_keys_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/x.sqlite", folder.path().display());
    let ana = site(&url, FIRST, "null").await.member("ana@example.com", "192.0.2.1").await;
    let mut browser = site(&url, SECOND, FIRST).await.browser("192.0.2.1");
    let (name, value) = ana.cookies.iter().next().unwrap();
    // The signature of 44 characters stands before the session's id.
    let (signature, id) = value.split_at(44);
    for forged in [id.to_owned(), format!("{}{id}", "A".repeat(44)), format!("{signature}x{id}")] {
        browser.cookies.insert(name.clone(), forged);
        let answer = browser.get("/dashboard/settings").await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(answer.set_cookie(), "");
    }
}

#[tokio::test]
async fn an_address_known_under_the_key_of_before_is_still_known() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/x.sqlite", folder.path().display());
    site(&url, FIRST, "null").await.member("ana@example.com", "192.0.2.1").await;
    let rotated = site(&url, SECOND, FIRST).await;
    // Strangers use up the tries of the account, which is no matter where the owner is known.
    for host in 1..=10 {
        let mut eve = rotated.browser(&format!("198.51.100.{host}"));
        assert_eq!(eve.login("ana@example.com", "a wrong guess").await.status, 422, "{host}");
    }
    let mut there = rotated.browser("198.51.100.99");
    assert_eq!(there.login("ana@example.com", PASSWORD).await.status, 429);
    let mut here = rotated.browser("192.0.2.1");
    here.login("ana@example.com", PASSWORD).await;
    assert!(here.inside().await);
}
