//! API8, security misconfiguration: what every answer says to a browser, and what it keeps to itself.
//!
//! Also tried: nonces of the pages and the session's cookie (`accounts::{forged, doors}`), forms from
//! other sites (`accounts::forged`), preflights (`docs::tests::pages`).

use crate::{
    customer::Two,
    raw_requests::{Reply, Wire},
    site::{Answer, PASSWORD, Site},
};
use axum::{body::Body, http::Request};
use sea_orm::ConnectionTrait;

/// One of each kind of answer.
const ANSWERS: [(&str, &str); 24] = [
    ("GET", "/"),
    ("GET", "/live"),
    ("GET", "/login"),
    ("GET", "/nowhere"),
    ("GET", "/dashboard"),
    ("GET", "/docs/api"),
    ("GET", "/docs/realtime"),
    ("GET", "/docs/errors"),
    ("GET", "/docs/api.json"),
    ("GET", "/docs"),
    ("GET", "/docs/limits.md"),
    ("GET", "/docs/changelog.rss"),
    ("GET", "/llms.txt"),
    ("GET", "/livez"),
    ("GET", "/readyz"),
    ("GET", "/api/v1/sports"),
    ("GET", "/api/v1/account"),
    ("GET", "/api/v1/nowhere"),
    ("DELETE", "/api/v1/sports"),
    ("GET", "/app/bts-guru"),
    ("GET", "/fn/sports"),
    ("GET", "/fn/nowhere"),
    ("GET", "/pkg/nowhere.js"),
    ("TRACE", "/login"),
];

async fn ask(wire: &Wire, method: &str, target: &str, lines: &str) -> Reply {
    let head = format!("{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
    wire.send(format!("{head}{lines}\r\n")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_browsers_how_to_take_it() {
    let wire = Wire::start(&[]).await;
    for (method, target) in ANSWERS {
        let reply = ask(&wire, method, target, "").await;
        let told = |name: &str| reply.header(name).unwrap_or_default();
        assert_eq!(told("x-content-type-options"), "nosniff", "{method} {target}: {reply:?}");
        assert_eq!(told("x-frame-options"), "deny", "{method} {target}");
        assert_eq!(told("referrer-policy"), "strict-origin-when-cross-origin", "{target}");
        assert!(!told("x-request-id").is_empty(), "{method} {target}");
        assert_eq!(told("cross-origin-opener-policy"), "same-origin", "{method} {target}");
        assert!(told("permissions-policy").contains("camera=()"), "{method} {target}");
        let whose = if target.starts_with("/api/v1") { "cross-origin" } else { "same-origin" };
        assert_eq!(told("cross-origin-resource-policy"), whose, "{method} {target}");
        let policy = told("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") || policy.contains("default-src 'self'"),
            "{target}: {policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{method} {target}: {policy}");
        let scripts = policy.split(';').find(|rule| rule.trim().starts_with("script-src"));
        let loose = ["unsafe-inline", "'unsafe-eval'", "*", "http:", "https:", "data:"];
        assert!(
            !loose.iter().any(|word| scripts.unwrap_or_default().contains(word)),
            "{method} {target}: {policy}"
        );
        assert!(reply.header("server").is_none() && reply.header("x-powered-by").is_none());
        assert!(reply.header("strict-transport-security").is_none(), "plain http promises nothing");
    }
}

/// One rule of a page's content policy.
async fn rule(wire: &Wire, host: &str, target: &str, name: &str) -> String {
    let head = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let reply = wire.send(head).await;
    let policy = reply.header("content-security-policy").unwrap_or_default().to_owned();
    let found = policy.split(';').map(str::trim).find(|rule| rule.starts_with(name));
    found.unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_connect_to_the_sockets_of_one_host_and_show_no_pictures_of_others() {
    let wire = Wire::start(&[("REVERB_PORT", "39417")]).await;
    for target in ["/", "/live", "/docs/realtime"] {
        let connect = rule(&wire, "scores.example:8000", target, "connect-src").await;
        let own = "connect-src 'self' ws://scores.example:39417 wss://scores.example:39417";
        assert_eq!(connect, own, "{target}");
        let odd = rule(&wire, "*", target, "connect-src").await;
        assert!(odd.starts_with("connect-src 'self' ws://127.0.0.1:39417"), "{target}: {odd}");
        let pictures = rule(&wire, "scores.example", target, "img-src").await;
        assert_eq!(pictures, "img-src 'self' data:", "{target}");
    }
    let elsewhere = [("REVERB_PORT", "39418"), ("REVERB_HOST", "ws.example")];
    let wire = Wire::start(&elsewhere).await;
    let connect = rule(&wire, "scores.example", "/live", "connect-src").await;
    assert_eq!(connect, "connect-src 'self' ws://ws.example:39418 wss://ws.example:39418");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_to_tell_of_a_weakness_is_said_where_it_was_set() {
    let contact = [("SECURITY_CONTACT", "mailto:security@scores.example")];
    let wire = Wire::start(&contact).await;
    let reply = wire.get("/.well-known/security.txt", "").await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
    let said = |name: &str| reply.body.lines().find_map(|line| line.strip_prefix(name));
    assert_eq!(said("Contact: "), Some("mailto:security@scores.example"));
    let until: chrono::DateTime<chrono::Utc> = said("Expires: ").unwrap().parse().unwrap();
    assert!(
        until > chrono::Utc::now() && until < chrono::Utc::now() + chrono::TimeDelta::days(365)
    );
    let silent = Wire::start(&[]).await.get("/.well-known/security.txt", "").await;
    assert_eq!(silent.status, 404, "{silent:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn by_https_every_answer_promises_https() {
    let wire = Wire::start(&[("APP_URL", "https://bts.guru")]).await;
    for (method, target) in ANSWERS {
        let reply = ask(&wire, method, target, "").await;
        let promise = reply.header("strict-transport-security").unwrap_or_default();
        assert!(promise.starts_with("max-age=31536000"), "{method} {target}: {reply:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_origins_read_keyed_data_and_nothing_with_a_cookie() {
    let wire = Wire::start(&[]).await;
    for (method, target) in ANSWERS {
        let lines = "Origin: https://evil.example\r\nCookie: bts_session=x\r\n";
        let reply = ask(&wire, method, target, lines).await;
        let allowed = reply.header("access-control-allow-origin");
        let keyed = target.starts_with("/api/v1");
        assert_eq!(allowed, keyed.then_some("*"), "{method} {target}: {reply:?}");
        assert!(reply.header("access-control-allow-credentials").is_none(), "{method} {target}");
    }
    let lines = "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n";
    for target in ["/login", "/fn/dashboard/keys/create", "/dashboard/settings"] {
        let reply = ask(&wire, "OPTIONS", target, lines).await;
        assert!(reply.header("access-control-allow-origin").is_none(), "{target}: {reply:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_never_sent_back() {
    let wire = Wire::start(&[]).await;
    for target in ["/", "/login", "/api/v1/sports", "/docs/api", "/livez", "/app/bts-guru"] {
        let reply = ask(&wire, "TRACE", target, "X-Mine: an-odd-word\r\n").await;
        assert_eq!(reply.status, 405, "{target}: {reply:?}");
        assert!(!reply.body.contains("an-odd-word"), "{target}: {reply:?}");
    }
}

#[tokio::test]
async fn by_https_every_cookie_that_matters_is_the_hosts_own() {
    let settings = [
        ("APP_URL", "https://bts.guru"),
        ("ADMIN_EMAIL", "root@example.com"),
        ("ADMIN_PASSWORD", PASSWORD),
        ("RAPIDAPI_KEY", "null"),
    ];
    let site = Site::open(&settings).await;
    let mut root = site.browser("192.0.2.1");
    let mut cookies = vec![root.login("root@example.com", PASSWORD).await.set_cookie()];
    assert_eq!(root.get("/dashboard/keys").await.status, 200, "a demonstration lets its admin in");
    let page = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    let fields = [("form[name]", "Board"), ("form[scopes][matches:read]", "on")];
    let sent = root.post_from("/fn/dashboard/keys/create", &fields, &page).await;
    cookies.push(sent.set_cookie());
    for line in cookies {
        assert!(line.contains("Secure") && line.contains("Path=/"), "{line}");
        assert!(!line.contains("Domain="), "{line}");
        assert!(line.starts_with("__Host-") && line.contains("HttpOnly"), "{line}");
    }
}

#[tokio::test]
async fn a_database_that_fails_is_told_to_the_log_alone() {
    let mut two = Two::meet().await;
    let pool = two.site.app.database.pool();
    for table in ["usage_hour", "usage_minute", "api_key", "session", "account_token", "match"] {
        // Whichever of these there are: what is read from them fails from now on.
        drop(pool.execute_unprepared(&format!("drop table \"{table}\"")).await);
    }
    let mut answers: Vec<(String, u16, String)> = Vec::new();
    for path in ["/keys", "/account", "/usage", "/matches?date=2020-01-01"] {
        let answer = two.get(path, &two.hers).await;
        answers.push((path.to_owned(), answer.status.as_u16(), answer.body.to_string()));
    }
    for path in
        ["/dashboard", "/dashboard/keys", "/dashboard/usage", "/fn/dashboard/keys", "/fn/settings"]
    {
        let Answer { status, body, .. } = two.eve.get(path).await;
        answers.push((path.to_owned(), status.as_u16(), body));
    }
    let request = Request::post("/forgot")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("email=ana%40example.com"));
    let Answer { status, body, .. } = two.site.browser("192.0.2.7").send(request.unwrap()).await;
    answers.push(("/forgot".to_owned(), status.as_u16(), body));
    assert!(answers.iter().any(|(_, status, _)| *status >= 500), "{answers:?}");
    for (path, status, body) in answers {
        let lower = body.to_lowercase();
        for leak in ["sqlite", "sqlx", "no such table", "select ", "dberr", ".rs:", "panicked"] {
            assert!(!lower.contains(leak), "{path} answered {status} with {leak}: {body}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_letters_lie_is_shown_on_this_machine_and_never_to_strangers() {
    let wire = Wire::start(&[("APP_URL", "http://localhost:8000")]).await;
    let own = wire.get("/register?done=sent", "").await;
    let folder = wire.app().accounts.mail_folder.as_ref().unwrap().display().to_string();
    assert!(own.status == 200 && own.body.contains(&folder), "{own:?}");
    let wire = Wire::start(&[("APP_URL", "https://bts.guru")]).await;
    for page in ["/login", "/register?done=sent"] {
        let reply = wire.get(page, "").await;
        assert_eq!(reply.status, 200, "{page}");
        assert!(!reply.body.contains(&folder), "{page}: {reply:?}");
    }
}
