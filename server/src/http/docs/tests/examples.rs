//! Every example runs, and is answered as described.

use super::{
    super::openapi,
    support::{
        ask, complaints, covered, filled, get, held, json_of, minted, operations, router, service,
    },
};
use crate::accounts::keys::Minted;
use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Headers that an answer has where its description names them, and only there.
const SAID: [(&str, &str); 3] =
    [("ETag", "etag"), ("Cache-Control", "cache-control"), ("X-Position", "x-position")];

/// The address of an operation with its examples filled in.
pub(super) fn example(path: &str, operation: &Value, key: &Minted) -> String {
    // The document names a key that nobody has.
    let path = path.replace("/keys/{id}", &format!("/keys/{}", key.key.public_id));
    let mut path = format!("/api/v1{path}");
    let mut query = form_urlencoded::Serializer::new(String::new());
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().expect("has a name");
        let value = match &parameter["example"] {
            Value::String(text) => text.clone(),
            Value::Null => continue,
            other => other.to_string(),
        };
        match parameter["in"].as_str() {
            Some("path") => path = path.replace(&format!("{{{name}}}"), &value),
            Some("query") => drop(query.append_pair(name, &value)),
            _ => {}
        }
    }
    format!("{path}?{}", query.finish())
}

#[tokio::test]
async fn every_example_runs_and_its_answer_has_the_described_shape() {
    let app = filled().await;
    let key = minted(&app).await;
    let router = held(&app, &key);
    for (path, method, operation) in operations().filter(|(_, m, _)| *m == "get") {
        let uri = example(path, operation, &key);
        let response = ask(&router, get(&uri)).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let described = &operation["responses"]["200"];
        assert!(described.is_object(), "{method} {path} has no good answer");
        assert!(headers.contains_key("x-request-id"), "{uri}");
        if operation["operationId"] == "stream" {
            assert_eq!(status, StatusCode::OK, "{uri}");
            assert_eq!(headers[header::CONTENT_TYPE], "text/event-stream");
            continue;
        }
        let body = json_of(response).await;
        assert_eq!(status, StatusCode::OK, "{uri}: {body}");
        let schema = &described["content"]["application/json"]["schema"];
        let found = complaints(schema, &body);
        assert!(found.is_empty(), "{uri}: {found:?}\n{body}");
        // What the upstream's own JSON has beside its data is its own affair.
        if operation["tags"][0] != "Proxy" {
            covered("the answer", schema, &body, &mut BTreeSet::new());
        }
        for (name, header) in SAID {
            let told = described["headers"].get(name).is_some();
            assert_eq!(told, headers.contains_key(header), "{uri}: {name}");
        }
        let told = described["headers"].get("X-Data-As-Of").is_some();
        let empty = body["data"].as_array().is_some_and(Vec::is_empty);
        assert!(!told || empty || headers.contains_key("x-data-as-of"), "{uri}: {headers:?}");
        // A key tells when it was last used, which is now: asking with it changes the answer.
        if !headers.contains_key("etag") || operation["tags"][0] == "Keys" {
            continue;
        }
        let again = Request::get(&uri).header("if-none-match", &headers["etag"]);
        let again = ask(&router, again.body(Body::empty()).expect("is a request")).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{uri}");
        for (name, header) in SAID.into_iter().chain([("X-Data-As-Of", "x-data-as-of")]) {
            let told = |status: &str| operation["responses"][status]["headers"].get(name).is_some();
            assert_eq!(told("304"), told("200"), "{uri}: {name}");
            let said = |headers: &HeaderMap| headers.contains_key(header);
            assert_eq!(said(again.headers()), said(&headers), "{uri}: {name} of a 304");
        }
    }
}

#[tokio::test]
async fn the_life_of_a_key_goes_as_described() {
    let app = service().await;
    let router = router(&app).await;
    let mut place = String::new();
    for (method, path, status) in [
        ("post", "/keys", "201"),
        ("patch", "/keys/{id}", "200"),
        ("post", "/keys/{id}/rotate", "200"),
        ("delete", "/keys/{id}/rotate", "200"),
        ("delete", "/keys/{id}", "204"),
        ("patch", "/keys/{id}", "409"),
    ] {
        let operation = &openapi()["paths"][path][method];
        let sent = operation["requestBody"]["content"]["application/json"]["schema"].to_string();
        let sent = sent.split("schemas/").nth(1).and_then(|rest| rest.split('"').next());
        let sent =
            sent.map_or(&Value::Null, |name| &openapi()["components"]["schemas"][name]["example"]);
        let uri = format!("/api/v1{}", path.replace("/keys/{id}", &place));
        let request = Request::builder().method(method.to_uppercase().as_str()).uri(&uri);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let body = if sent.is_null() { Body::empty() } else { Body::from(sent.to_string()) };
        let response = ask(&router, request.body(body).expect("is a request")).await;
        assert_eq!(response.status().as_str(), status, "{method} {uri}");
        if let Some(location) = response.headers().get(header::LOCATION) {
            let location = location.to_str().expect("is text");
            place = location.strip_prefix("/api/v1").expect("is ours").to_owned();
        }
        let described = &operation["responses"][status];
        assert!(described.is_object(), "{method} {path} does not describe {status}");
        let Some(content) = described["content"].as_object() else { continue };
        let schema = &content.values().next().expect("has a kind")["schema"];
        let body = json_of(response).await;
        assert_eq!(complaints(schema, &body), Vec::<String>::new(), "{method} {uri}");
        covered("the answer", schema, &body, &mut BTreeSet::new());
    }
}

#[test]
fn the_examples_written_into_the_document_have_their_own_shape() {
    let schemas = openapi()["components"]["schemas"].as_object().expect("has schemas");
    let mut tried = 0;
    for (name, schema) in schemas {
        if let Some(example) = schema.get("example") {
            assert_eq!(complaints(schema, example), Vec::<String>::new(), "{name}");
            tried += 1;
        }
    }
    assert!(tried >= 4, "only {tried} examples");
    let change = serde_json::to_value(super::super::asyncapi::example()).expect("is JSON");
    assert_eq!(complaints(&schemas["Change"], &change), Vec::<String>::new());
}
