//! Pages by address.

use crate::support::start;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use server::runtime::Server;
use std::collections::BTreeMap;

fn url(service: &Server, path: &str) -> String {
    format!("http://{}{path}", service.address)
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// Ask so often, some at once; how often each status came, and the last refusal.
async fn flood(
    service: &Server,
    path: &str,
    times: usize,
    headers: &[(&str, &str)],
) -> (BTreeMap<u16, usize>, Option<Response>) {
    let client = Client::new();
    let (mut statuses, mut refusal) = (BTreeMap::new(), None);
    for _ in 0..times / 20 {
        let asked = (0..20).map(|_| {
            let mut request = client.get(url(service, path));
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            request.send()
        });
        for response in futures::future::join_all(asked).await {
            let response = response.unwrap();
            *statuses.entry(response.status().as_u16()).or_default() += 1;
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                refusal = Some(response);
            }
        }
    }
    (statuses, refusal)
}

#[tokio::test(flavor = "multi_thread")]
async fn four_hundred_pages_from_one_address_are_too_many_and_the_page_says_how_long() {
    let service = start(&[]).await;
    let (statuses, refusal) = flood(&service, "/status", 400, &[("accept", "text/html")]).await;
    let refusal = refusal.unwrap_or_else(|| panic!("nothing is refused: {statuses:?}"));
    assert!(statuses[&200] >= 240, "a reader never meets it: {statuses:?}");
    let wait: u64 = header(&refusal, "retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(header(&refusal, "content-type").starts_with("text/html"));
    assert_eq!(header(&refusal, "cache-control"), "no-store");
    assert!(header(&refusal, "content-security-policy").contains("style-src 'self'"));
    assert!(!header(&refusal, "x-request-id").is_empty());
    let page = refusal.text().await.unwrap();
    assert!(page.contains("Too many pages at once") && page.contains("second"), "{page}");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"), "{page}");
    // All that is drawn counts together; what is alive and what REST has does not.
    for path in ["/", "/live", "/docs/api", "/login", "/fn/scores?query=", "/nothing/here"] {
        // One comes back every half second, so that a few may pass.
        let (statuses, _) = flood(&service, path, 20, &[]).await;
        assert!(statuses.get(&429).is_some_and(|refused| *refused > 10), "{path}: {statuses:?}");
    }
    for path in ["/livez", "/readyz", "/api/v1/sports"] {
        let answer = Client::new().get(url(&service, path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
    }
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_too_many_pages_are_drawn_at_once_the_next_is_told_to_come_back_and_nothing_else_waits()
 {
    let service = start(&[]).await;
    let drawn: Vec<_> = std::iter::from_fn(|| service.app.pages.place()).take(10_000).collect();
    assert!(drawn.len() < 10_000, "there is a bound");
    let client = Client::new();
    let ask = async |path: &str, accept: &str| {
        client.get(url(&service, path)).header("accept", accept).send().await.unwrap()
    };
    let shed = ask("/live", "text/html").await;
    assert_eq!(shed.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(&shed, "retry-after"), "1");
    assert_eq!(header(&shed, "cache-control"), "no-store");
    assert!(header(&shed, "content-type").starts_with("text/html"));
    assert!(!header(&shed, "x-request-id").is_empty());
    let page = shed.text().await.unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"), "{page}");
    assert!(page.contains("<h1>Very busy just now</h1>"), "{page}");
    assert!(page.contains("More pages are asked for than can be drawn at once."), "{page}");
    assert!(page.contains("wait 1 second, then load this page again"), "{page}");
    for (path, accept) in [("/fn/scores?query=", "text/html"), ("/docs/api.json", "*/*")] {
        let shed = ask(path, accept).await;
        assert_eq!(shed.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(header(&shed, "retry-after"), "1", "{path}");
        assert_eq!(header(&shed, "content-type"), "application/problem+json", "{path}");
        let problem: Value = serde_json::from_slice(&shed.bytes().await.unwrap()).unwrap();
        assert_eq!(problem["code"], "unavailable", "{path}");
    }
    // What has limits of its own is not touched, nor what says that the service lives.
    for path in ["/api/v1/sports", "/livez", "/readyz"] {
        let answer = ask(path, "*/*").await;
        assert_ne!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
    }
    assert_eq!(ask("/api/v1/sports", "*/*").await.status(), StatusCode::OK);
    drop(drawn);
    assert_eq!(ask("/live", "text/html").await.status(), StatusCode::OK);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_function_is_refused_with_a_problem() {
    let service = start(&[]).await;
    let (statuses, refusal) =
        flood(&service, "/fn/scores?query=", 400, &[("accept", "text/html")]).await;
    let refusal = refusal.unwrap_or_else(|| panic!("nothing is refused: {statuses:?}"));
    assert!(header(&refusal, "retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(header(&refusal, "content-type"), "application/problem+json");
    let problem: Value = serde_json::from_slice(&refusal.bytes().await.unwrap()).unwrap();
    assert_eq!(problem["code"], "too_fast");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_and_readiness_are_counted_as_well() {
    let service = start(&[]).await;
    let client = Client::new();
    let mut refused = false;
    for _ in 0..400 {
        let form = client.post(url(&service, "/logout")).send().await.unwrap();
        refused = refused || form.status() == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(refused);
    let (statuses, _) = flood(&service, "/readyz", 400, &[]).await;
    assert!(statuses[&200] >= 240 && statuses[&429] > 0, "{statuses:?}");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_of_ours_the_client_is_counted_and_else_the_peer() {
    let ana = [("x-forwarded-for", "192.0.2.1")];
    let eve = [("x-forwarded-for", "192.0.2.66")];
    let service = start(&[("TRUSTED_PROXIES", "127.0.0.1/32")]).await;
    let (statuses, _) = flood(&service, "/docs/errors", 400, &eve).await;
    assert!(statuses[&429] > 0, "{statuses:?}");
    let (statuses, _) = flood(&service, "/docs/errors", 100, &ana).await;
    assert_eq!(statuses, BTreeMap::from([(200, 100)]), "her neighbour is not touched");
    service.stop().await;
    // Anybody can write the header.
    let service = start(&[]).await;
    let (_, _) = flood(&service, "/docs/errors", 400, &eve).await;
    let (statuses, _) = flood(&service, "/docs/errors", 100, &ana).await;
    assert!(statuses[&429] > 0, "{statuses:?}");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_thirty_pages_a_minute_with_all_that_they_load_is_never_refused() {
    let service = start(&[]).await;
    let client = Client::new();
    for _ in 0..30 {
        for path in ["/live", "/fn/scores?query=", "/fn/sports", "/fn/confirmed?query="] {
            let answer = client.get(url(&service, path)).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
        }
    }
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_privacy_page_says_all_that_is_kept_and_every_page_leads_there() {
    use entity::model::Kept;
    let service = start(&[]).await;
    let get = async |path: &str| {
        let answer = Client::new().get(url(&service, path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    };
    let page = get("/privacy").await;
    for kept in Kept::ALL {
        assert!(page.contains(kept.what()) && page.contains(&kept.said()), "{kept:?}");
    }
    assert!(get("/live").await.contains("href=\"/privacy\""));
    service.stop().await;
}

#[tokio::test]
async fn readers_of_the_same_rows_within_a_second_share_them() {
    use axum::{body::Body, http::Request};
    use tower::ServiceExt;
    let app = crate::support::app(&[]).await;
    let router = server::http::router::router(&app);
    let ask = async || {
        let request = Request::get("/fn/scores?query=").body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap()
    };
    // The rows say when they were made.
    let (first, second) = (ask().await, ask().await);
    assert_eq!(first, second);
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_ne!(first, ask().await);
}
