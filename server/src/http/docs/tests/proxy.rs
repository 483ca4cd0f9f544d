//! The proxy as it is described.

use super::support::{ask, get, router, service, service_with};
use axum::{Json, Router, body::to_bytes, http::StatusCode};
use serde_json::json;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

#[tokio::test]
async fn the_proxy_tells_where_its_answer_came_from() {
    let app = service().await;
    let router = router(&app).await;
    let uri = "/api/v1/proxy/football/timezone";
    let first = ask(&router, get(uri)).await;
    assert_eq!(first.headers()["x-cache"], "MISS");
    let body = to_bytes(first.into_body(), 1 << 20).await.expect("is read");
    let second = ask(&router, get(uri)).await;
    assert_eq!(second.headers()["x-cache"], "HIT");
    assert!(second.headers()["age"].to_str().expect("is text").parse::<u64>().is_ok());
    assert_eq!(to_bytes(second.into_body(), 1 << 20).await.expect("is read"), body);
}

#[tokio::test]
async fn ten_thousand_identical_cold_requests_are_one_call() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let upstream = Router::new().fallback(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        let paging = json!({"current": 1, "total": 1});
        let envelope = json!({"get": "standings", "parameters": [], "errors": [], "results": 0, "paging": paging, "response": []});
        std::future::ready(Json(envelope))
    });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("binds");
    let url = format!("http://{}", listener.local_addr().expect("has an address"));
    let served = tokio::spawn(async move { axum::serve(listener, upstream).await });
    let settings = [("UPSTREAM_FOOTBALL_BASE_URL", url.as_str()), ("RAPIDAPI_KEY", "x")];
    let app = service_with(&settings).await;
    let router = router(&app).await;
    let uri = "/api/v1/proxy/football/standings?league=2032&season=2026";
    let answers = futures::future::join_all((0..10_000).map(|_| ask(&router, get(uri)))).await;
    let statuses: BTreeSet<StatusCode> =
        answers.iter().map(axum::response::Response::status).collect();
    assert_eq!(statuses, BTreeSet::from([StatusCode::OK]));
    let tags: BTreeSet<&[u8]> = answers.iter().map(|a| a.headers()["etag"].as_bytes()).collect();
    assert_eq!(tags.len(), 1, "all have the same bytes");
    assert_eq!(calls.load(Ordering::Relaxed), 1);
    served.abort();
}
