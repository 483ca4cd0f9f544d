//! One question asked of all nodes at once is one call.

use crate::support::{
    ground::{Ground, on_redis},
    service::{Service, service},
};
use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, State},
    http::{Request, StatusCode},
    routing::get,
};
use serde_json::{Value, json};
use server::http::{middleware::Stack, router::router};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};
use tower::ServiceExt;

const QUESTION: &str = "/api/v1/proxy/football/standings?league=39&season=2024";
const CALLS: usize = 10_000;

/// An upstream that counts its calls and takes its time.
#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Counting {
    async fn start(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new().route("/standings", get(standings)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        format!("http://{address}")
    }

    fn calls(&self) -> usize {
        self.0.load(SeqCst)
    }
}

async fn standings(State(Counting(calls)): State<Counting>) -> Json<Value> {
    let number = calls.fetch_add(1, SeqCst);
    tokio::time::sleep(Duration::from_millis(300)).await;
    // Large enough to travel compressed between nodes.
    let rows = vec![json!({ "number": number, "text": "x".repeat(1_000) }); 2];
    Json(json!({
        "get": "standings", "parameters": [], "errors": [], "results": rows.len(),
        "paging": {"current": 1, "total": 1}, "response": rows,
    }))
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    status: StatusCode,
    cache: String,
    age: u64,
    body: axum::body::Bytes,
}

async fn ask(whole: Stack, token: String) -> Told {
    let mut request = Request::builder()
        .uri(QUESTION)
        .header("authorization", format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    let peer: SocketAddr = "203.0.113.7:4711".parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    let (head, body) = whole.oneshot(request).await.unwrap().into_parts();
    let header = |name| head.headers.get(name).map_or("", |value| value.to_str().unwrap());
    let cache = header("x-cache").to_owned();
    let age = header("age").parse().unwrap_or(u64::MAX);
    Told { status: head.status, cache, age, body: to_bytes(body, 1 << 20).await.unwrap() }
}

/// Ask all nodes in turn, all at once.
async fn ask_many(calls: usize, nodes: &[&Service], token: &str) -> Vec<Told> {
    let routers: Vec<Stack> = nodes.iter().map(|node| router(&node.app)).collect();
    let calls =
        (0..calls).map(|n| tokio::spawn(ask(routers[n % routers.len()].clone(), token.to_owned())));
    let told = futures::future::join_all(calls).await;
    told.into_iter().map(|told| told.expect("ends")).collect()
}

fn one_good_answer(told: &[Told]) {
    let bad: Vec<_> = told.iter().filter(|one| one.status != StatusCode::OK).take(3).collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert!(told.iter().all(|one| one.body == told[0].body && one.age < 3_600));
    assert!(told.iter().all(|one| ["MISS", "HIT"].contains(&&*one.cache)));
    assert!(told.iter().any(|one| one.cache == "MISS"), "somebody waited for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_identical_cold_calls_of_one_process_cost_one_call() {
    let upstream = Counting::default();
    let url = upstream.start().await;
    let node = service().with("UPSTREAM_FOOTBALL_BASE_URL", url).start().await;
    let (_, token) = node.key().await;
    one_good_answer(&ask_many(CALLS, &[&node], &token).await);
    assert_eq!(upstream.calls(), 1);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_identical_cold_calls_spread_over_two_processes_cost_one_call() {
    on_redis(|ground| async move {
        let upstream = Counting::default();
        let url = upstream.start().await;
        let node = || ground.node().with("UPSTREAM_FOOTBALL_BASE_URL", &url).start();
        let (one, two) = (node().await, node().await);
        let (_, token) = one.key().await;
        one_good_answer(&ask_many(CALLS, &[&one, &two], &token).await);
        assert_eq!(upstream.calls(), 1);
        honest_afterwards(&ground, &url, &token, &[&one, &two]).await;
        assert_eq!(upstream.calls(), 1);
        one.stop().await;
        two.stop().await;
    })
    .await;
}

/// Those who have it, and one who comes later and finds it there, tell its true age.
async fn honest_afterwards(ground: &Ground, url: &str, token: &str, nodes: &[&Service]) {
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    let late = ground.node().with("UPSTREAM_FOOTBALL_BASE_URL", url).start().await;
    for node in nodes.iter().chain(&[&late]) {
        let told = ask(router(&node.app), token.to_owned()).await;
        assert_eq!((told.status, told.cache.as_str()), (StatusCode::OK, "HIT"));
        assert!((1..60).contains(&told.age), "{}", told.age);
    }
    late.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_redis_each_process_asks_for_itself() {
    on_redis(|ground| async move {
        let upstream = Counting::default();
        let url = upstream.start().await;
        let nowhere = format!("redis://127.0.0.1:{}", crate::support::process::free_port());
        let node = || {
            let start = ground.node().with("UPSTREAM_FOOTBALL_BASE_URL", &url);
            start.with("REDIS_URL", &nowhere).start()
        };
        let (one, two) = (node().await, node().await);
        let (_, token) = one.key().await;
        for node in [&one, &two] {
            one_good_answer(&ask_many(100, &[node], &token).await);
        }
        assert_eq!(upstream.calls(), 2);
        one.stop().await;
        two.stop().await;
    })
    .await;
}
