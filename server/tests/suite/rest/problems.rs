//! Bad input: one problem, the field named, one clear sentence.

use crate::support::service::service;
use serde_json::json;

#[tokio::test]
async fn every_bad_parameter_is_named_with_what_would_do() {
    let service = service().start().await;
    for (query, field, message) in [
        ("cursor=x", "cursor", "this cursor is not one we gave; begin again without it"),
        ("limit=0", "limit", "limit is a whole number from 1 to 500"),
        ("limit=many", "limit", "limit is a whole number from 1 to 500"),
        ("date=tomorrowish", "date", "date is a day such as 2025-08-08"),
        ("timezone=Mars/Olympus", "timezone", "timezone is a name such as Europe/Istanbul"),
        ("updated_since=now", "updated_since", "write an instant such as 2025-08-08T12:00:00Z"),
        ("league=nowhere", "league", "there is no league “nowhere”"),
        ("include=lineups,odds", "include", "include is one or more of lineups, statistics"),
        ("ids=1,,2", "ids", "ids is up to 100 ids with commas between"),
    ] {
        let reply = service.http.get(&format!("/api/v1/matches?{query}")).await;
        assert_eq!(reply.status, 400, "{query}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
        let problem = reply.json();
        assert_eq!(problem["errors"], json!([{ "field": field, "message": message }]), "{query}");
        assert_eq!(problem["request_id"].as_str(), Some(reply.header("x-request-id")));
        assert_eq!((&problem["status"], &problem["code"]), (&json!(400), &json!("bad_input")));
    }
}

#[tokio::test]
async fn two_bad_parameters_are_told_together() {
    let service = service().start().await;
    let problem = service.http.get("/api/v1/matches?limit=0&date=x").await.json();
    let fields: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|e| &e["field"]).collect();
    assert_eq!(fields, ["limit", "date"]);
}

#[tokio::test]
async fn what_is_not_there_is_not_found_in_one_sentence() {
    let service = service().start().await;
    for (path, detail) in [
        ("/sports/cricket", "“cricket” is not a sport"),
        ("/sports/football/leagues/nowhere", "there is no league “nowhere” in Football"),
        ("/sports/football/leagues/nowhere/matches/1", "there is no league “nowhere” in Football"),
        ("/nowhere", "there is nothing at"),
    ] {
        let reply = service.http.get(&format!("/api/v1{path}")).await;
        assert_eq!(reply.status, 404, "{path}");
        let detail_said = reply.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail_said.starts_with(detail), "{detail_said}");
    }
}

#[tokio::test]
async fn a_program_that_asks_where_nothing_is_gets_a_problem_and_no_page() {
    let service = service().start().await;
    for path in ["/api/v1", "/api/v1/", "/apps", "/apps/", "/apps/1", "/apps/1/nothing"] {
        let reply = service.http.get(path).await;
        assert_eq!(reply.status, 404, "{path}");
        assert_eq!(reply.header("content-type"), "application/problem+json", "{path}");
        assert_eq!(reply.json()["code"], json!("not_found"), "{path}");
    }
}

#[tokio::test]
async fn a_request_id_that_is_no_plain_word_is_given_anew() {
    let service = service().start().await;
    let kept = service.http.get_with("/livez", &[("x-request-id", "abc-1")]).await;
    assert_eq!(kept.header("x-request-id"), "abc-1");
    let long = "x".repeat(300);
    for id in ["a b", "<script>", long.as_str()] {
        let reply = service.http.get_with("/livez", &[("x-request-id", id)]).await;
        assert_ne!(reply.header("x-request-id"), id);
    }
}
