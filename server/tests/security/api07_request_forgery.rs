//! API7, server side request forgery: what the service asks of others, and what it writes into
//! answers, is chosen by nobody outside.
//!
//! Also tried: which endpoints and parameters the proxy takes (`gateway::endpoint`), that an
//! error never tells our key (`server/upstream`).

use crate::{raw_requests::Wire, upstream::Upstream};
use entity::model::{AccountId, Scope};
use server::accounts::keys::{ChangedBy, KeyDraft};

/// A service that follows this upstream, and a token good for its proxy.
async fn behind(upstream: &Upstream) -> (Wire, String) {
    let url = upstream.start().await;
    let settings =
        [("UPSTREAM_FOOTBALL_BASE_URL", url.as_str()), ("RAPIDAPI_KEY", "the-upstreams-own-key")];
    let wire = Wire::start(&settings).await;
    let accounts = &wire.app().accounts;
    let email = server::credentials::email::Email::read("ana@example.com").unwrap();
    let row = accounts.users.add(&email, "none".to_owned(), false, "business", true).await;
    let draft =
        KeyDraft { name: "x".to_owned(), scopes: Scope::ALL.to_vec(), ..KeyDraft::default() };
    let owner = AccountId(row.unwrap().unwrap().id);
    let key = wire.app().keys.create(owner, ChangedBy::Owner, &draft).await.unwrap();
    (wire, format!("Authorization: Bearer {}\r\n", key.token.reveal()))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_proxy_asks_for_what_is_on_its_list_and_for_nothing_else() {
    let upstream = Upstream::default();
    let (wire, key) = behind(&upstream).await;
    for target in [
        "/api/v1/proxy/football/status",
        "/api/v1/proxy/football/../status",
        "/api/v1/proxy/football/timezone/../status",
        "/api/v1/proxy/football/timezone/%2e%2e/status",
        "/api/v1/proxy/football/..%2fstatus",
        "/api/v1/proxy/football/timezone%2f..%2fstatus",
        "/api/v1/proxy/football/timezone%3fx=1",
        "/api/v1/proxy/football/timezone%23",
        "/api/v1/proxy/football/timezone%00",
        "/api/v1/proxy/football/timezone%0d%0aX-Evil:%201",
        "/api/v1/proxy/football//evil.example/timezone",
        "/api/v1/proxy/football/http://evil.example/timezone",
        "/api/v1/proxy/football/http:%2f%2fevil.example%2ftimezone",
        "/api/v1/proxy/football/@evil.example/timezone",
        "/api/v1/proxy/football/%5c%5cevil.example%5ctimezone",
        "/api/v1/proxy/football/TIMEZONE",
        "/api/v1/proxy/football/",
        "/api/v1/proxy/football",
        "/api/v1/proxy/evil.example/timezone",
        "/api/v1/proxy/..%2ffootball/timezone",
        "/api/v1/proxy/football/timezone?url=http://evil.example",
        "/api/v1/proxy/football/fixtures?id=1&endpoint=status",
        "/api/v1/proxy/football/fixtures?date=2026-01-01%0d%0aX-Evil:%201",
        "http://evil.example/api/v1/proxy/football/status",
    ] {
        let reply = wire.get(target, &key).await;
        assert!([400, 404].contains(&reply.status), "{target}: {reply:?}");
        assert!(!reply.head.contains("x-evil"), "{target}: {reply:?}");
    }
    assert_eq!(upstream.asked().len(), 0, "{:?}", upstream.asked());
    let good = wire.get("/api/v1/proxy/football/timezone", &key).await;
    assert_eq!((good.status, upstream.asked().len()), (200, 1), "{good:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_parameter_says_stays_in_that_parameter() {
    let upstream = Upstream::default();
    let (wire, key) = behind(&upstream).await;
    let target = "/api/v1/proxy/football/teams?search=a%26id%3D1%23%2F..%2Fstatus%3F%20%C3%A9";
    assert_eq!(wire.get(target, &key).await.status, 200);
    let asked = upstream.asked();
    let (uri, _) = &asked[0];
    assert_eq!(uri, "/teams?search=a%26id%3D1%23%2F..%2Fstatus%3F+%C3%A9");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_upstream_is_told_nothing_of_whoever_asks() {
    let upstream = Upstream::default();
    let (wire, key) = behind(&upstream).await;
    let lines = format!(
        "{key}Cookie: bts_session=secret-cookie\r\nX-Forwarded-For: 203.0.113.9\r\n\
         X-RapidAPI-Key: chosen-by-the-caller\r\nX-Request-Id: callers-id\r\nReferer: http://x/secret\r\n"
    );
    assert_eq!(wire.get("/api/v1/proxy/football/timezone", &lines).await.status, 200);
    let (_, headers) = upstream.asked().pop().unwrap();
    let sent = format!("{headers:?}");
    for theirs in ["bts_live", "secret", "203.0.113.9", "chosen-by-the-caller", "callers-id"] {
        assert!(!sent.contains(theirs), "{sent}");
    }
    assert!(sent.contains("the-upstreams-own-key"), "{sent}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_cannot_send_us_elsewhere() {
    let inside = Upstream::default();
    let secret = inside.start().await;
    let upstream = Upstream::sending_to(format!("{secret}/latest/meta-data"));
    let (wire, key) = behind(&upstream).await;
    let reply = wire.get("/api/v1/proxy/football/timezone", &key).await;
    assert_eq!(reply.status, 502, "{reply:?}");
    assert!(!reply.body.contains(&secret), "{reply:?}");
    assert_eq!((upstream.asked().len(), inside.asked().len()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_a_caller_writes_becomes_a_header_of_the_answer() {
    let wire = Wire::start(&[]).await;
    let long = "x".repeat(65);
    for (target, lines) in [
        ("/api/v1/nowhere%0d%0aX-Evil:%201", String::new()),
        ("/nowhere%0d%0aX-Evil:%201", String::new()),
        ("/live?league=%0d%0aX-Evil:%201", String::new()),
        ("/dashboard/usage?by=%0d%0aX-Evil:%201", String::new()),
        ("/login?next=%0d%0aX-Evil:%201", String::new()),
        ("/api/v1/sports", "X-Request-Id: a%0d%0aX-Evil: 1\r\n".to_owned()),
        ("/api/v1/sports", "X-Request-Id: a\tb\r\n".to_owned()),
        ("/api/v1/sports", "X-Request-Id: <script>\r\n".to_owned()),
        ("/api/v1/sports", format!("X-Request-Id: {long}\r\n")),
        ("/api/v1/sports", "If-None-Match: \"x\", W/\"y\r\n".to_owned()),
        ("/api/v1/sports", "Origin: http://x%0d%0aX-Evil: 1\r\n".to_owned()),
    ] {
        let reply = wire.get(target, &lines).await;
        assert!(reply.status > 0 && reply.status < 500, "{target} {lines}: {reply:?}");
        for line in reply.head.lines() {
            assert!(!line.starts_with("x-evil"), "{target} {lines}: {reply:?}");
        }
        let id = reply.header("x-request-id").unwrap();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        assert!(id.len() <= 64 && id.chars().all(plain), "{target} {lines}: {id}");
    }
    let kept = wire.get("/api/v1/sports", "X-Request-Id: mine-1.2_3\r\n").await;
    assert_eq!(kept.header("x-request-id"), Some("mine-1.2_3"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_for_a_post_that_is_no_plain_text_is_refused() {
    let upstream = Upstream::default();
    let (wire, key) = behind(&upstream).await;
    let body = "{\"name\":\"x\",\"scopes\":[\"matches:read\"]}";
    for name in ["", "caf\u{e9}", &"x".repeat(256)] {
        let request = format!(
            "POST /api/v1/keys HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{key}\
             Content-Type: application/json\r\nIdempotency-Key: {name}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let reply = wire.send(request).await;
        assert_eq!(reply.status, 400, "{name:?}: {reply:?}");
        assert!(reply.body.contains("Idempotency-Key"), "{reply:?}");
    }
}
