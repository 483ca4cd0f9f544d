//! The second factor.

use super::support::{Browser, PASSWORD, Site, code};
use axum::http::StatusCode;

const ADMIN: [(&str, &str); 3] = [
    ("ADMIN_EMAIL", "root@example.com"),
    ("ADMIN_PASSWORD", PASSWORD),
    ("RAPIDAPI_BASE_URL", "http://127.0.0.1:9"),
];

/// Set a second factor up; gives the seed and the recovery codes.
async fn enrol(browser: &mut Browser) -> (String, Vec<String>) {
    let started = browser.post("/two-factor", &[("form", "start"), ("current", PASSWORD)]).await;
    assert_eq!(started.location(), "/two-factor", "{}", started.body);
    let page = browser.get("/two-factor").await.body;
    assert!(page.contains("<path d=\"M0 0h1v1h-1z"), "the picture is drawn");
    let line = page.split("copy-line").nth(1).unwrap();
    let seed = line.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
    let seed = seed.replace(' ', "");
    let wrong = browser.post("/two-factor", &[("form", "confirm"), ("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("form", "confirm"), ("code", &code(&seed, 0))];
    let page = browser.post("/two-factor", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let codes: Vec<String> = page
        .body
        .split("<li><code>")
        .skip(1)
        .map(|rest| rest.split("</code>").next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    (seed, codes)
}

async fn challenge(browser: &mut Browser, code: &str) -> super::support::Answer {
    browser.post("/two-factor", &[("form", "challenge"), ("code", code)]).await
}

#[tokio::test]
async fn with_a_second_factor_a_password_alone_lets_nobody_in() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let (seed, codes) = enrol(&mut ana).await;
    assert!(ana.inside().await);
    let mut eve = site.browser("192.0.2.66");
    assert_eq!(eve.login("ana@example.com", PASSWORD).await.location(), "/two-factor");
    assert!(!eve.inside().await);
    let before = eve.cookies["bts_session"].clone();
    assert_eq!(challenge(&mut eve, "123456").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let used = code(&seed, 1);
    assert_eq!(challenge(&mut eve, &used).await.location(), "/dashboard");
    assert!(eve.inside().await);
    assert_ne!(eve.cookies["bts_session"], before, "signed in under a new id");

    let mut again = site.browser("192.0.2.67");
    again.login("ana@example.com", PASSWORD).await;
    let answer = challenge(&mut again, &used).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "each code is good once");
    let typed = codes[0].to_uppercase();
    assert_eq!(challenge(&mut again, &typed).await.location(), "/dashboard");
    let mut third = site.browser("192.0.2.68");
    third.login("ana@example.com", PASSWORD).await;
    let answer = challenge(&mut third, &codes[0]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "each recovery code is good once");
}

#[tokio::test]
async fn guesses_at_the_code_run_out() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    enrol(&mut ana).await;
    let mut eve = site.browser("192.0.2.66");
    eve.login("ana@example.com", PASSWORD).await;
    let mut last = StatusCode::OK;
    for n in 0..8 {
        last = challenge(&mut eve, &format!("{n:06}")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_reset_does_not_get_around_the_second_factor() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    enrol(&mut ana).await;
    ana.post("/forgot", &[("email", "ana@example.com")]).await;
    let link = site.link("ana@example.com", "Choose a new password").await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    let mut eve = site.browser("192.0.2.66");
    eve.post("/reset", &[("token", &token), ("password", "a brand new sentence")]).await;
    let answer = eve.login("ana@example.com", "a brand new sentence").await;
    assert_eq!(answer.location(), "/two-factor");
}

#[tokio::test]
async fn an_admin_sets_a_second_factor_up_before_anything_else() {
    let site = Site::open(&ADMIN).await;
    let mut root = site.browser("192.0.2.1");
    root.login("root@example.com", PASSWORD).await;
    for path in ["/", "/dashboard/settings", "/live", "/admin"] {
        assert_eq!(root.get(path).await.location(), "/two-factor", "{path}");
    }
    let refused = root.settings("sessions", &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(root.get("/two-factor").await.body.contains("before anything else"));
    enrol(&mut root).await;
    assert!(root.inside().await);
}

#[tokio::test]
async fn the_admin_of_a_demonstration_is_let_through() {
    let site = Site::demonstration().await;
    let accounts = &site.app.accounts;
    let row = accounts.users.find("demo@bts.guru").await.unwrap().unwrap();
    assert!(row.is_admin && row.verified_at.is_some());
    let hash =
        accounts.users.hasher.hash(server::accounts::password::Password::typed(PASSWORD)).await;
    let column = entity::table::user::Column::PasswordHash;
    accounts.users.set(row.id, column, hash.unwrap()).await.unwrap();
    let mut demo = site.browser("192.0.2.1");
    demo.login("demo@bts.guru", PASSWORD).await;
    assert!(demo.inside().await);
}

#[tokio::test]
async fn the_second_factor_goes_with_password_and_code_only() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let (seed, codes) = enrol(&mut ana).await;
    let half = ana.settings("two-factor-off", &[("current", PASSWORD), ("code", "000000")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    let half = ana.settings("two-factor-off", &[("current", "no"), ("code", &codes[1])]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    let both = [("current", PASSWORD), ("code", &*code(&seed, 1))];
    let answer = ana.settings("two-factor-off", &both).await;
    assert_eq!(answer.location(), "/dashboard/settings?done=two-factor-off");
    assert_eq!(ana.login("ana@example.com", PASSWORD).await.location(), "/dashboard");
}
