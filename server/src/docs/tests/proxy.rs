//! The proxy as it is described.

use super::support::{ask, get, router, service};
use axum::{body::to_bytes, http::StatusCode};
use std::collections::BTreeSet;

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
    let app = service().await;
    let router = router(&app).await;
    let uri = "/api/v1/proxy/football/standings?league=2032&season=2026";
    let answers = futures::future::join_all((0..10_000).map(|_| ask(&router, get(uri)))).await;
    assert!(answers.iter().all(|answer| answer.status() == StatusCode::OK));
    let tags: BTreeSet<_> = answers
        .iter()
        .map(|a| a.headers()["etag"].clone())
        .map(|t| t.to_str().unwrap_or("").to_owned())
        .collect();
    assert_eq!(tags.len(), 1, "all have the same bytes");
}
