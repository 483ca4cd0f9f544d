//! Every refusal is a problem whose code is explained.

use super::support::{anonymous, ask, complaints, get, json_of, router, service};
use crate::{
    accounts::keys::{AuthError, TokenError},
    http::ProblemCode,
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use entity::model::Scope;
use serde_json::json;
use std::{collections::BTreeSet, time::Duration};

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
        let code = ProblemCode::ALL.iter().find(|code| body["code"] == code.as_str());
        assert_eq!(code.map(|code| code.status()), Some(status.as_u16()), "{uri}: {body}");
        assert_eq!(body["type"], format!("/docs/errors#{}", body["code"].as_str().unwrap_or("")));
    }
}

#[test]
fn each_code_is_one_plain_word_of_its_own() {
    let words: BTreeSet<&str> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(words.len(), ProblemCode::ALL.len(), "a word stands for two codes");
    let plain = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    assert!(words.iter().all(|word| plain(word)), "{words:?}");
}

#[test]
fn what_a_key_is_refused_with_is_said_by_the_same_word_everywhere() {
    let refusals = [
        AuthError::Token(TokenError::Malformed),
        AuthError::Token(TokenError::Mistyped),
        AuthError::Unknown,
        AuthError::Replaced,
        AuthError::Revoked,
        AuthError::Disabled,
        AuthError::AccountClosed,
        AuthError::Origin(true),
        AuthError::Scope(Scope::KeysWrite),
        AuthError::TooMany(Duration::from_secs(1)),
        AuthError::Database,
    ];
    for refusal in refusals {
        assert_eq!(ProblemCode::from(&refusal).as_str(), refusal.code());
    }
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
