//! Limits and usage of the whole service, by its own HTTP.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use entity::model::{AccountId, Scope};
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use server::{
    accounts::keys::{ChangedBy, KeyDraft},
    app::AppState,
    config::{Config, Settings},
    credentials::email::Email,
    runtime::Server as Node,
    usage::{self, Query},
};
use servers::Server;
use std::time::Duration;

#[path = "servers/mod.rs"]
#[allow(dead_code, reason = "these tests need a part of it")]
mod servers;

/// One service on a port of its own. It polls the simulator once.
async fn start(settings: &[(&str, &str)]) -> Node {
    // Refused where another test of this process was first, and that one serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let fixed = [
        ("SERVER_PORT", "0"),
        ("DATABASE_URL", "sqlite::memory:"),
        ("APP_KEY", "a key of tests, of 32 characters or more"),
    ];
    let pairs = fixed.iter().chain(settings).map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
    let settings = Settings::from_parts(pairs, "").unwrap();
    let app = AppState::open(Config::read(&settings).unwrap()).await.unwrap();
    Node::start(app, Some(Duration::from_secs(3_600))).await.unwrap()
}

fn url(service: &Node, path: &str) -> String {
    format!("http://{}/api/v1{path}", service.address)
}

async fn get(service: &Node, path: &str) -> Response {
    Client::new().get(url(service, path)).send().await.unwrap()
}

/// The account and the bearer of a key that may read matches and usage.
async fn key(service: &Node) -> (i64, String) {
    let app = &service.app;
    let email = Email::read("limits@example.com").unwrap();
    let added = app.accounts.users.add(&email, String::new(), false, "free", true).await;
    let account = AccountId(added.unwrap().unwrap().id);
    let scopes = vec![Scope::MatchesRead, Scope::UsageRead];
    let draft = KeyDraft { name: "limits".to_owned(), scopes, ..KeyDraft::default() };
    let made = app.keys.create(account, ChangedBy::Owner, &draft).await.unwrap();
    (account.0, format!("Bearer {}", made.token.reveal()))
}

async fn get_as(service: &Node, path: &str, bearer: &str) -> Response {
    let request = Client::new().get(url(service, path)).header("authorization", bearer);
    request.send().await.unwrap()
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map_or_else(String::new, |v| v.to_str().unwrap().to_owned())
}

/// The path of some match, once there is one.
async fn some_match(service: &Node) -> String {
    for _ in 0..200 {
        if let Some(entry) = service.app.match_cache.select(|_| true).first() {
            return format!("/{}", entry.doc().channel.replace('.', "/"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the simulator plays no match");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_keyed_answer_says_how_the_limit_stands_and_a_refusal_says_why() {
    // A window of an hour, so that nothing flows in while the test runs.
    let settings = [("API_RATE_LIMIT", "30"), ("API_RATE_LIMIT_DURATION", "3600")];
    let service = start(&settings).await;
    let (account, bearer) = key(&service).await;
    for left in (0..30).rev() {
        let answer = get_as(&service, "/sports", &bearer).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let policy = header(&answer, "ratelimit-policy");
        assert!(policy.starts_with("\"minute\";q=30;w=3600, \"day\";q="), "{policy}");
        let remaining: u32 = header(&answer, "x-ratelimit-remaining").parse().unwrap();
        assert_eq!(remaining, left);
        assert!(header(&answer, "ratelimit").starts_with(&format!("\"minute\";r={remaining};t=")));
        assert_eq!(header(&answer, "x-ratelimit-limit"), "30");
    }
    let mut answer = get_as(&service, "/sports", &bearer).await;
    for _ in 0..10 {
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        answer = get_as(&service, "/sports", &bearer).await;
    }
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&answer, "x-ratelimit-remaining"), "0");
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
    // One waiting time, wherever it is said.
    let wait: u64 = header(&answer, "retry-after").parse().unwrap();
    assert!(wait >= 1);
    let state = header(&answer, "ratelimit");
    assert!(state.starts_with(&format!("\"minute\";r=0;t={wait},")), "{state}");
    let reset: i64 = header(&answer, "x-ratelimit-reset").parse().unwrap();
    let problem: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains(&format!("try again in {wait} s")), "{detail}");
    let retry_at = chrono::DateTime::parse_from_rfc3339(problem["retry_at"].as_str().unwrap());
    assert!((retry_at.unwrap().timestamp() - reset).abs() <= 1, "{problem} and {reset}");
    assert_eq!(problem["type"], "https://iana.org/assignments/http-problem-types#quota-exceeded");
    assert_eq!(problem["violated-policies"], serde_json::json!(["minute"]));
    assert_eq!((&problem["code"], &problem["plan"]), (&"quota_exceeded".into(), &"free".into()));
    assert!(problem["upgrade"].as_str().unwrap().ends_with("/dashboard/plan"));
    // What says how one stands is never limited, and says what the refusal said.
    let stands = header(&get_as(&service, "/account", &bearer).await, "ratelimit");
    let t = stands.strip_prefix("\"minute\";r=0;t=").and_then(|rest| rest.split(',').next());
    let t: u64 = t.unwrap_or_else(|| panic!("{stands}")).parse().unwrap();
    // A second may have gone by meanwhile, and with it a little of the spread.
    assert!((wait.saturating_sub(2)..=wait).contains(&t), "{stands} after {wait}");
    for _ in 0..40 {
        let answer = get_as(&service, "/usage", &bearer).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert!(header(&answer, "ratelimit").starts_with("\"minute\";r="));
    }
    // All of it is counted, within seconds.
    service.app.usage.flush().await.unwrap();
    let now = service.app.clock.now();
    let mut query = Query::between(now - chrono::TimeDelta::hours(1), now);
    query.endpoint = Some("/sports".to_owned());
    let total = service.app.usage.report(account, &query).await.unwrap().total;
    assert!(total.limited >= 1);
    assert!(total.requests - total.limited >= 30);
    assert_eq!(total.charged, total.requests - total.limited);
    assert!(total.bytes > total.limited * 200, "a refusal has a body too: {}", total.bytes);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_a_key_is_public_and_says_nothing_of_anybodys_limit() {
    let service = start(&[]).await;
    let (_, bearer) = key(&service).await;
    let path = some_match(&service).await;
    let fields = ["ratelimit", "ratelimit-policy", "x-ratelimit-limit", "x-ratelimit-remaining"];
    let said = |answer: &Response| fields.map(|name| header(answer, name)).concat();
    for path in ["/sports", "/matches?limit=1", "/sports/football/leagues", path.as_str()] {
        let open = get(&service, path).await;
        assert!(header(&open, "cache-control").starts_with("public, max-age="), "{path}");
        assert_eq!(said(&open), "", "{path}");
        let own = get_as(&service, path, &bearer).await;
        assert!(header(&own, "cache-control").starts_with("private, max-age="), "{path}");
        assert_ne!(said(&own), "", "{path}");
        for answer in [&open, &own] {
            let vary = header(answer, "vary").to_lowercase();
            assert!(vary.contains("authorization") && vary.contains("accept-encoding"), "{vary}");
        }
        let request = Client::new().get(url(&service, path)).header("authorization", &bearer);
        let known = request.header("if-none-match", header(&own, "etag")).send().await.unwrap();
        if known.status() == StatusCode::NOT_MODIFIED {
            assert!(header(&known, "cache-control").starts_with("private"), "{path}");
            assert_eq!(
                header(&known, "x-data-as-of").is_empty(),
                header(&own, "x-data-as-of").is_empty()
            );
        }
    }
    let mut refused = get(&service, "/sports").await;
    for _ in 0..40 {
        if refused.status() == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        refused = get(&service, "/sports").await;
    }
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(header(&refused, "retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(said(&refused), "");
    assert_eq!(header(&refused, "cache-control"), "no-store");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_304_is_free_in_every_encoding() {
    let service = start(&[]).await;
    let (_, bearer) = key(&service).await;
    let path = some_match(&service).await;
    let client = Client::builder().no_gzip().build().unwrap();
    let ask = async |path: &str, accept: &str, known: Option<&str>| {
        let mut request = client.get(url(&service, path)).header("accept-encoding", accept);
        request = request.header("authorization", &bearer);
        if let Some(tag) = known {
            request = request.header("if-none-match", tag);
        }
        request.send().await.unwrap()
    };
    let mut tags = Vec::new();
    for (accept, encoding) in [
        ("br;q=1, gzip;q=0.5, zstd;q=0.1", "br"),
        ("br;q=0.1, gzip;q=0.2, zstd;q=1", "zstd"),
        ("br;q=0, gzip, zstd;q=0.5", "gzip"),
        ("identity", ""),
    ] {
        let whole = ask(&path, accept, None).await;
        assert_eq!(header(&whole, "content-encoding"), encoding);
        assert!(header(&whole, "vary").contains("accept-encoding"));
        let tag = header(&whole, "etag");
        let before: u32 = header(&whole, "x-ratelimit-remaining").parse().unwrap();
        for _ in 0..5 {
            let same = ask(&path, accept, Some(&tag)).await;
            assert_eq!(same.status(), StatusCode::NOT_MODIFIED, "{encoding}");
            assert_eq!(header(&same, "etag"), tag);
            let after: u32 = header(&same, "x-ratelimit-remaining").parse().unwrap();
            assert!(after >= before, "{after} after {before}");
        }
        tags.push(tag);
    }
    tags.dedup();
    assert!(tags.len() == 1 && tags[0].starts_with("W/"), "the age is left out: {tags:?}");
    // Where the body says no age the tag is strong, and another one for each encoding.
    let (plain, packed) =
        (ask("/sports", "identity", None).await, ask("/sports", "br", None).await);
    assert!(header(&plain, "etag").starts_with('"'));
    let named = header(&packed, "content-encoding") == "br";
    assert_eq!(header(&packed, "etag").ends_with("-br\""), named);
    assert_eq!(ask(&path, "br", Some("\"other-br\"")).await.status(), StatusCode::OK);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_can_be_switched_off_and_set() {
    let off = start(&[("API_RATE_LIMIT_ENABLED", "false")]).await;
    for _ in 0..40 {
        let answer = get(&off, "/sports").await;
        assert_eq!(
            (answer.status(), header(&answer, "ratelimit")),
            (StatusCode::OK, String::new())
        );
    }
    off.stop().await;
    let set = start(&[("API_RATE_LIMIT", "10"), ("API_RATE_LIMIT_DURATION", "30")]).await;
    let (_, bearer) = key(&set).await;
    let policy = header(&get_as(&set, "/sports", &bearer).await, "ratelimit-policy");
    assert!(policy.starts_with("\"minute\";q=10;w=30"), "{policy}");
    set.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_redis_and_postgresql_share_a_limit_exactly() {
    let Some(redis) = servers::redis().await else { return };
    Server::Postgres.on(|database| share_a_limit(database, redis)).await;
}

async fn share_a_limit(database: String, redis: String) {
    let prefix = format!("test:{:x}:", rand::random::<u64>());
    let settings = [
        ("DATABASE_URL", database.as_str()),
        ("REDIS_URL", redis.as_str()),
        ("REDIS_CACHE_PREFIX", prefix.as_str()),
        // A window of an hour, so that nothing flows in while the test runs.
        ("API_RATE_LIMIT", "100"),
        ("API_RATE_LIMIT_DURATION", "3600"),
    ];
    let (one, two) = (start(&settings).await, start(&settings).await);
    assert!(!one.app.limits.is_falling_back() && !two.app.limits.is_falling_back());
    let client = Client::new();
    let mut calls = tokio::task::JoinSet::new();
    for i in 0..160 {
        let request = client.get(url(if i % 2 == 0 { &one } else { &two }, "/sports"));
        calls.spawn(async move { request.send().await.unwrap().status() });
    }
    let statuses = calls.join_all().await;
    let good = statuses.iter().filter(|status| **status == StatusCode::OK).count();
    let refused = statuses.iter().filter(|s| **s == StatusCode::TOO_MANY_REQUESTS).count();
    // Anonymous has half of the hundred.
    assert_eq!((good, refused), (50, 110));
    // Both count into one table.
    for service in [&one, &two] {
        service.app.usage.flush().await.unwrap();
    }
    let now = one.app.clock.now();
    let mut query = Query::between(now - chrono::TimeDelta::hours(1), now);
    query.endpoint = Some("/sports".to_owned());
    for service in [&one, &two] {
        let total = service.app.usage.report(0, &query).await.unwrap().total;
        assert_eq!((total.requests, total.limited), (160, 110));
    }
    one.stop().await;
    two.stop().await;
}

/// A Redis of one's own, ended when dropped.
struct OwnRedis {
    child: std::process::Child,
    _folder: tempfile::TempDir,
}

impl OwnRedis {
    fn start(port: u16) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let child = std::process::Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--dir"])
            .arg(folder.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .ok()?;
        Some(Self { child, _folder: folder })
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killing_redis_under_load_fails_no_request_and_admits_no_more_than_a_share() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let Some(redis) = OwnRedis::start(port) else {
        return servers::missing("there is no redis-server to start");
    };
    let address = format!("redis://127.0.0.1:{port}");
    let service = start(&[
        ("REDIS_URL", address.as_str()),
        ("API_RATE_LIMIT", "200"),
        ("API_RATE_LIMIT_DURATION", "3600"),
    ])
    .await;
    until("Redis answers", || !service.app.limits.is_falling_back()).await;
    let client = Client::new();
    let load = async |n: usize| {
        let mut statuses = Vec::new();
        for _ in 0..n {
            let request = client.get(url(&service, "/sports"));
            statuses.push(request.send().await.unwrap().status());
        }
        statuses
    };
    let before = load(20).await;
    assert!(before.iter().all(|status| *status == StatusCode::OK));
    let (during, ()) = tokio::join!(load(150), async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        drop(redis);
    });
    assert!(during.iter().all(|status| status.as_u16() < 500), "{during:?}");
    let after = load(30).await;
    assert!(service.app.limits.is_falling_back());
    assert!(after.iter().all(|status| *status == StatusCode::TOO_MANY_REQUESTS), "{after:?}");
    // At most the whole hundred of anonymous from Redis, and half of it from the share.
    let admitted = during.iter().filter(|status| **status == StatusCode::OK).count();
    assert!((50..=130).contains(&admitted), "{admitted}");
    let _redis = OwnRedis::start(port).unwrap();
    until("the limiter comes back", || !service.app.limits.is_falling_back()).await;
    // The share is used up, so whatever is admitted now, Redis counts again.
    let back = load(110).await;
    let admitted = back.iter().filter(|status| **status == StatusCode::OK).count();
    assert!((1..=101).contains(&admitted), "{admitted}");
    assert!(back.iter().all(|status| status.as_u16() < 500));
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn usage_equals_the_requests_made_within_a_few_seconds() {
    let service = start(&[("API_RATE_LIMIT", "1000")]).await;
    let path = some_match(&service).await;
    for _ in 0..40 {
        assert_eq!(get(&service, &path).await.status(), StatusCode::OK);
    }
    for _ in 0..3 {
        assert_eq!(get(&service, "/nowhere").await.status(), StatusCode::NOT_FOUND);
    }
    let by_endpoint = async || {
        let now = service.app.clock.now();
        let query = Query::between(now - chrono::TimeDelta::hours(1), now);
        service.app.usage.report(0, &query.by(&[usage::Dimension::Endpoint], None)).await.unwrap()
    };
    for _ in 0..100 {
        if by_endpoint().await.total.requests == 43 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let report = by_endpoint().await;
    assert_eq!((report.total.requests, report.total.errors), (43, 3));
    let found = report.data.iter().find(|row| {
        row.endpoint.as_deref() == Some("/sports/{sport}/leagues/{league}/matches/{id}")
    });
    let numbers = &found.unwrap().numbers;
    assert_eq!((numbers.requests, numbers.errors), (40, 0));
    assert!(numbers.bytes > 40 * 200 && numbers.p50_ms.unwrap() > 0.0);
    service.stop().await;
}
