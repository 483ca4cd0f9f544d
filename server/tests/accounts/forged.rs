//! What others might try.

use super::support::{PASSWORD, Site};
use axum::http::StatusCode;

#[tokio::test]
async fn a_form_sent_from_another_site_changes_nothing() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let fields = [("form", "sessions")];
    for headers in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
        vec![("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:8000")],
    ] {
        let answer = ana.post_from("/dashboard/settings", &fields, &headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        let answer = ana.post_from("/logout", &[], &headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        let answer = ana.post_from("/fn/theme", &[("theme", "dark")], &headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    assert!(ana.inside().await);
    let own = [("origin", "http://127.0.0.1:8000")];
    let answer = ana.post_from("/dashboard/settings", &fields, &own).await;
    assert_eq!(answer.location(), "/dashboard/settings?done=sessions");
}

#[tokio::test]
async fn a_form_comes_from_the_address_of_the_service_whatever_it_calls_its_host() {
    let set = [("APP_URL", "https://scores.example:8443")];
    let unset = [("APP_URL", "null")];
    for (settings, host, origin, taken) in [
        (set, "scores.example:8443", "https://scores.example:8443", true),
        (set, "evil.example", "https://evil.example", false),
        (set, "scores.example:8443", "http://scores.example:8443", false),
        (set, "scores.example", "https://scores.example", false),
        (set, "127.0.0.1:8000", "http://127.0.0.1:8000", false),
        // Nobody said what the address is: it is where this machine is reached.
        (unset, "localhost:8000", "http://localhost:8000", true),
        (unset, "127.0.0.1:8000", "http://127.0.0.1:8000", true),
        (unset, "127.0.0.1:8000", "http://evil.example", false),
    ] {
        let site = Site::open(&settings).await;
        for fetched in [None, Some(("sec-fetch-site", "same-origin"))] {
            let mut headers = vec![("host", host), ("origin", origin)];
            headers.extend(fetched);
            let mut ana = site.browser("192.0.2.1");
            let answer = ana.post_from("/logout", &[], &headers).await;
            let refused = answer.status == StatusCode::FORBIDDEN;
            assert_eq!(refused, !taken, "{settings:?} {headers:?}: {}", answer.status);
        }
        let mut hidden = site.browser("192.0.2.1");
        let headers = [("origin", "null"), ("sec-fetch-site", "same-origin")];
        let answer = hidden.post_from("/logout", &[], &headers).await;
        assert_ne!(answer.status, StatusCode::FORBIDDEN);
    }
    let site = Site::demonstration().await;
    let mut ana = site.browser("192.0.2.1");
    let forged = [("host", "evil.example"), ("origin", "http://evil.example")];
    let answer = ana.post_from("/logout", &[], &forged).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "over plain http as well");
}

#[tokio::test]
async fn a_program_with_a_jar_of_cookies_may_send_forms() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let mut curl = site.browser("192.0.2.8");
    let fields = [("email", "ana@example.com"), ("password", PASSWORD)];
    assert_eq!(curl.post_from("/login", &fields, &[]).await.location(), "/dashboard");
    let cookie = curl.post_from("/login", &fields, &[]).await.set_cookie();
    assert!(cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"), "{cookie}");
    let answer = curl.post_from("/dashboard/settings", &[("form", "sessions")], &[]).await;
    assert_eq!(answer.location(), "/dashboard/settings?done=sessions");
}

#[tokio::test]
async fn fields_nobody_asked_for_do_nothing() {
    let site = Site::demonstration().await;
    let mut eve = site.browser("192.0.2.66");
    let fields = [
        ("email", "eve@example.com"),
        ("password", PASSWORD),
        ("is_admin", "true"),
        ("plan", "business"),
        ("verified_at", "1"),
        ("id", "1"),
    ];
    eve.post("/register", &fields).await;
    let row = site.app.accounts.users.find("eve@example.com").await.unwrap().unwrap();
    assert!(!row.is_admin && row.plan == "free" && row.verified_at.is_none());
    eve.login("eve@example.com", PASSWORD).await;
    eve.settings("verify", &[("is_admin", "true"), ("plan", "business")]).await;
    let row = site.app.accounts.users.find("eve@example.com").await.unwrap().unwrap();
    assert!(!row.is_admin && row.plan == "free");
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let mut eve = site.member("eve@example.com", "192.0.2.66").await;
    let row = site.app.accounts.users.find("ana@example.com").await.unwrap().unwrap();
    let name = site.app.accounts.sessions.of(row.id).await.unwrap()[0].id_hash.clone();
    let answer = eve.settings("session", &[("session", &name)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ana.inside().await);
    assert!(!eve.get("/dashboard/settings").await.body.contains(&name));
    let mut thief = site.browser("192.0.2.66");
    thief.cookies.insert("bts_session".to_owned(), name);
    assert!(!thief.inside().await, "the name of a session is not its key");
}

#[tokio::test]
async fn only_our_own_scripts_run_in_a_page() {
    let site = Site::demonstration().await;
    let mut ana = site.browser("192.0.2.1");
    let first = ana.get("/login").await;
    let policy = first.headers["content-security-policy"].to_str().unwrap().to_owned();
    let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap();
    assert!(!scripts.contains("unsafe-inline") && scripts.contains("'strict-dynamic'"), "{policy}");
    for rule in
        ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]
    {
        assert!(policy.contains(rule), "{policy}");
    }
    let nonce = scripts.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    for script in first.body.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "<script{tag}>");
    }
    let again = ana.get("/login").await;
    assert_ne!(again.headers["content-security-policy"].to_str().unwrap(), policy);
    assert_eq!(first.headers["x-content-type-options"], "nosniff");
    assert!(
        first.headers.get("strict-transport-security").is_none(),
        "plain http promises nothing"
    );
}

#[tokio::test]
async fn what_is_typed_cannot_become_a_script_or_a_header() {
    let site = Site::demonstration().await;
    let mut eve = site.browser("192.0.2.66");
    let answer = eve.register("\"><script>alert(1)</script>", PASSWORD).await;
    assert!(!answer.body.contains("<script>alert"), "{}", answer.body);
    let answer = eve.register("a@example.com\r\nBcc: b@example.com", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("email", "a@b.co"), ("password", "x"), ("next", "/a\r\nSet-Cookie: x=y")];
    let answer = eve.post("/login", &fields).await;
    assert!(answer.headers.get("set-cookie").is_none());
}
