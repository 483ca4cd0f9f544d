//! The pages, and who may read what they describe.

use super::support::{ask, get, router, service};
use app::port::DocsPage;
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};

#[tokio::test]
async fn the_pages_are_whole_without_script_and_run_only_what_their_policy_names() {
    let app = service().await;
    let router = router(&app).await;
    for (uri, holds, runs) in [
        ("/docs/api", "GET /api/v1/sports/{sport}/leagues/{league}/standings", "/docs-api.js"),
        ("/docs/realtime", "score.updated", "/docs-console.js"),
        ("/docs/errors", "id=\"upstream_budget\"", "/docs.js"),
    ] {
        let response = ask(&router, get(uri)).await;
        assert_eq!(response.status(), StatusCode::OK, "{uri}");
        let said = |name| response.headers()[name].to_str().expect("is text").to_owned();
        let policy = said(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'self'; script-src 'nonce-"), "{uri}: {policy}");
        assert!(said(header::CACHE_CONTROL).starts_with("private"), "{uri}");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        let nonce = format!("nonce=\"{}\"", nonce.expect("the policy names one"));
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("is read");
        let html = String::from_utf8(body.to_vec()).expect("is text");
        assert!(html.contains(holds), "{uri}");
        assert!(html.contains(&format!("<script src=\"{runs}\"")), "{uri} does not run {runs}");
        let tags = html.split("<script").skip(1).filter_map(|rest| rest.split('>').next());
        for tag in tags {
            assert!(tag.contains(&nonce), "{uri} has a script that would not run: {tag}");
            assert!(!tag.contains("src=\"http"), "{uri} loads from elsewhere: {tag}");
        }
        assert!(!html.contains(" style=\"") && !html.contains(" onclick"), "{uri}");
        assert!(!html.contains("href=\"http"), "{uri} loads from elsewhere");
    }
    for uri in ["/docs/api.json", "/docs/realtime.json"] {
        let response = ask(&router, get(uri)).await;
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json", "{uri}");
    }
}

#[tokio::test]
async fn the_renderer_of_the_api_is_on_its_page_alone() {
    let app = service().await;
    let router = router(&app).await;
    for page in DocsPage::ALL {
        let response = ask(&router, get(page.address())).await;
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("is read");
        let html = String::from_utf8(body.to_vec()).expect("is text");
        let renders = html.contains("/pkg/scalar/") && html.contains("id=\"docs-key\"");
        assert_eq!(renders, page == DocsPage::Api, "{}", page.address());
    }
}

#[tokio::test]
async fn a_preflight_is_answered_and_keyed_data_may_be_read_from_any_page() {
    let app = service().await;
    let router = router(&app).await;
    let preflight = Request::options("/api/v1/proxy/football/standings")
        .header("origin", "https://example.org")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization,if-none-match");
    let response = ask(&router, preflight.body(Body::empty()).expect("is a request")).await;
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers();
    assert_eq!(headers["access-control-allow-origin"], "*");
    // By the standard `*` does not stand for Authorization: it has to be named.
    let allowed = headers["access-control-allow-headers"].to_str().expect("is text");
    assert!(allowed.to_lowercase().contains("authorization"), "{allowed}");
    assert!(headers.contains_key("access-control-max-age"));
    assert!(!headers.contains_key("access-control-allow-credentials"));
    let request = Request::get("/api/v1/sports").header("origin", "https://example.org");
    let response = ask(&router, request.body(Body::empty()).expect("is a request")).await;
    let exposed = response.headers()["access-control-expose-headers"].to_str().expect("is text");
    for name in [
        "etag",
        "x-data-as-of",
        "x-position",
        "x-cache",
        "age",
        "retry-after",
        "ratelimit",
        "ratelimit-policy",
        "x-ratelimit-remaining",
    ] {
        assert!(exposed.split(',').any(|given| given.trim() == name), "{name} is not exposed");
    }
}
