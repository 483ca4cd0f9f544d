//! The shapes are whole: every member sent is described, every reference leads somewhere.

use super::{
    super::{asyncapi, openapi},
    support::{ask, covered, filled, get, json_of, operations, router},
};
use serde_json::Value;
use std::collections::BTreeSet;

#[tokio::test]
async fn the_shapes_name_every_member_that_is_really_sent() {
    let app = filled().await;
    let router = router(&app).await;
    let uri = "/api/v1/matches?status=live&limit=500&include=lineups,statistics";
    let page = json_of(ask(&router, get(uri)).await).await;
    let matches = page["data"].as_array().expect("is a list");
    assert!(matches.iter().any(|m| m["incidents"].as_array().is_some_and(|i| !i.is_empty())));
    let mut seen = BTreeSet::new();
    for m in matches {
        covered("Match", &openapi()["components"]["schemas"]["Match"], m, &mut seen);
    }
    assert!(seen.contains("Incident") && seen.contains("MatchLeague"), "{seen:?}");
}

#[test]
fn everything_in_the_document_is_described_and_every_reference_leads_somewhere() {
    for (path, method, operation) in operations() {
        assert!(operation["summary"].is_string(), "{method} {path} has no summary");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].is_string(), "{path}: {parameter}");
        }
        for status in ["400", "401", "403", "404", "429", "500", "503"] {
            assert!(operation["responses"].get(status).is_some(), "{path} lacks {status}");
        }
    }
    for (name, schema) in openapi()["components"]["schemas"].as_object().expect("has schemas") {
        assert!(schema["description"].is_string(), "{name} is not described");
        for (member, property) in schema["properties"].as_object().into_iter().flatten() {
            // What may be null says so in `oneOf`; the shape it leads to has its own description.
            let told =
                ["description", "$ref", "oneOf"].iter().any(|key| property.get(key).is_some());
            assert!(told, "{name}.{member} is not described");
        }
    }
    references(openapi(), openapi());
    let pushed = asyncapi("key");
    references(&pushed, &pushed);
}

fn references(document: &Value, at: &Value) {
    match at {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                assert!(document.pointer(&reference[1..]).is_some(), "{reference} leads nowhere");
            }
            members.values().for_each(|value| references(document, value));
        }
        Value::Array(items) => items.iter().for_each(|item| references(document, item)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
