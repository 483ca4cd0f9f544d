//! Every refusal is a problem whose code is explained.

use super::{
    super::CODES,
    support::{anonymous, ask, complaints, get, json_of, router, service, sources},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn every_refusal_is_a_problem_whose_code_is_explained() {
    let app = service().await;
    let keyed = router(&app).await;
    let anonymous = anonymous(&app);
    let cases = [
        (&keyed, "/api/v1/nothing", StatusCode::NOT_FOUND),
        (&keyed, "/api/v1/sports/cricket", StatusCode::NOT_FOUND),
        (&keyed, "/api/v1/matches?limit=0", StatusCode::BAD_REQUEST),
        (&keyed, "/api/v1/proxy/football/admin", StatusCode::NOT_FOUND),
        (&keyed, "/api/v1/proxy/football/standings?leaguee=4", StatusCode::BAD_REQUEST),
        (&keyed, "/api/v1/stream", StatusCode::BAD_REQUEST),
        (&keyed, "/api/v1/changes", StatusCode::BAD_REQUEST),
        (&keyed, "/api/v1/changes?channel=sports&after=long-gone:1-0", StatusCode::GONE),
        (&anonymous, "/api/v1/proxy/football/timezone", StatusCode::UNAUTHORIZED),
    ];
    let schema = json!({"$ref": "#/components/schemas/Problem"});
    for (router, uri, status) in cases {
        let response = ask(router, get(uri)).await;
        assert_eq!(response.status(), status, "{uri}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let body = json_of(response).await;
        assert_eq!(complaints(&schema, &body), Vec::<String>::new(), "{uri}");
        let code = CODES.iter().find(|code| body["code"] == code.code);
        assert_eq!(code.map(|code| code.status), Some(status.as_u16()), "{uri}: {body}");
        assert_eq!(body["type"], format!("/docs/errors#{}", body["code"].as_str().unwrap_or("")));
    }
}

#[test]
fn the_explained_codes_are_the_ones_the_handlers_use() {
    let word = |text: &str| {
        let inner = text.split('"').nth(1)?;
        let plain = inner.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        plain.then(|| inner.to_owned())
    };
    let mut used = BTreeSet::new();
    let makers = ["unauthorized", "forbidden", "conflict", "unprocessable", "upstream"];
    let makers = makers.map(|maker| format!("Problem::{maker}("));
    for text in sources("src/http") {
        for maker in makers.iter().map(String::as_str).chain(["Self::new("]) {
            let calls = text.split(maker).skip(1).map(|call| call.split(';').next());
            used.extend(calls.flatten().filter_map(word));
        }
        used.extend(text.split("Problem::new(").skip(1).filter_map(word));
    }
    for text in sources("src/accounts/keys/verify.rs") {
        used.extend(text.split("Refusal::").filter(|arm| arm.contains("=> \"")).filter_map(word));
    }
    let explained: BTreeSet<String> = CODES.iter().map(|code| code.code.to_owned()).collect();
    assert_eq!(explained.len(), CODES.len(), "a code is explained twice");
    let missing: Vec<_> = used.difference(&explained).collect();
    assert!(missing.is_empty(), "not explained in docs/errors.rs: {missing:?}");
    let dead: Vec<_> = explained.difference(&used).collect();
    assert!(dead.is_empty(), "explained and never used: {dead:?}");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_as_a_problem() {
    let app = service().await;
    let router = router(&app).await;
    let request = Request::post("/api/v1/sports").body(Body::from(vec![b' '; 17 * 1024]));
    let response = ask(&router, request.expect("is a request")).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(json_of(response).await["code"], "body_too_large");
}
