//! API5, broken function level authorization: doing what others may.
//!
//! Also tried: a key that hands out more than it has (`keys::rest`), an admin before their second
//! factor (`accounts::second`).

use crate::{customer::Two, site::Site, world::World};
use axum::{
    body::Body,
    http::{Method, Request},
};
use entity::model::Scope;
use server::http::docs::openapi;
use std::collections::BTreeSet;

#[tokio::test]
async fn a_customer_has_no_way_into_the_administration() {
    let mut two = Two::meet().await;
    let mut stranger = two.site.browser("192.0.2.9");
    for path in [
        "/admin",
        "/admin/",
        "/admin/users",
        "/admin/queues",
        "/admin/audit",
        "/horizon",
        "/ADMIN",
        "//admin",
        "/admin%2fusers",
        "/dashboard/../admin",
        "/fn/admin/users",
        "/fn/admin/queues",
        "/api/v1/admin",
        "/api/v1/proxy/football/admin",
    ] {
        for browser in [&mut two.eve, &mut stranger] {
            let answer = browser.get(path).await;
            let led = answer.location().starts_with("/login?next=");
            let refused = [401, 403, 404].contains(&answer.status.as_u16());
            assert!(led || refused, "{path}: {} {}", answer.status, answer.location());
        }
    }
}

/// Server functions that anybody may ask: what they give is on the public pages.
const PUBLIC: [&str; 9] = [
    "/fn/scores",
    "/fn/confirmed",
    "/fn/sports",
    "/fn/state",
    "/fn/league",
    "/fn/match",
    "/fn/changes",
    "/fn/theme",
    "/fn/two-factor",
];

#[tokio::test]
async fn a_server_function_that_is_not_public_gives_a_stranger_nothing() {
    let site = Site::demonstration().await;
    // Building the router registers them.
    drop(server::http::router::router(&site.app));
    let all: BTreeSet<(&str, Method)> = leptos::server_fn::axum::server_fn_paths().collect();
    assert!(all.len() > 12, "{all:?}");
    let mut stranger = site.browser("192.0.2.9");
    for (path, method) in all {
        if PUBLIC.contains(&path) {
            continue;
        }
        let fields =
            "query=&key=x&to=on&grace=now&confirm=x&form[name]=x&form[scopes][matches:read]=on";
        let request = if method == Method::GET {
            Request::get(format!("{path}?query=")).body(Body::empty())
        } else {
            Request::builder()
                .method(method)
                .uri(path)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(Body::from(fields))
        };
        let answer = stranger.send(request.unwrap()).await;
        assert!(
            [302, 401, 403, 404].contains(&answer.status.as_u16()),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
    }
}

/// Each operation with the scope it needs; `None` where any key does.
fn operations() -> impl Iterator<Item = (String, String, Option<&'static str>)> {
    let paths = openapi()["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, methods)| {
        methods.as_object().unwrap().iter().map(move |(method, operation)| {
            let needed = match path.split('/').nth(1).unwrap() {
                "keys" => Some("keys:write"),
                "usage" => Some("usage:read"),
                "proxy" => Some("proxy:read"),
                "stream" => Some("stream:connect"),
                "account" => None,
                _ => Some("matches:read"),
            };
            let mut path = path.clone();
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = format!("{{{}}}", parameter["name"].as_str().unwrap());
                let text = parameter["example"].as_str().unwrap_or("x");
                path = path.replace(&name, text);
            }
            (method.to_uppercase(), path, needed)
        })
    })
}

#[tokio::test]
async fn every_operation_asks_for_its_scope_and_for_no_other() {
    let world = World::start().await;
    for scope in Scope::ALL {
        // An account each, so that no limit is met.
        let account =
            world.account(&format!("{}@example.com", scope.as_str().replace(':', "."))).await;
        let key = world.key(account, &[scope]).await;
        for (method, path, needed) in operations() {
            let path = if path == "/stream" { "/stream?channels=nowhere".to_owned() } else { path };
            let answer =
                world.send(&method, &path, key.token.reveal(), &serde_json::json!({})).await;
            let refused = answer.code() == "scope_missing";
            let may = needed.is_none_or(|needed| needed == scope.as_str());
            assert_eq!(refused, !may, "{method} {path} with {}: {}", scope.as_str(), answer.body);
        }
    }
}

#[tokio::test]
async fn a_method_that_is_not_described_is_refused_and_a_header_changes_no_method() {
    let two = Two::meet().await;
    let described: BTreeSet<(String, String)> =
        operations().map(|(method, path, _)| (method, path)).collect();
    let paths: BTreeSet<String> = described.iter().map(|(_, path)| path.clone()).collect();
    for path in &paths {
        for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"] {
            if described.contains(&(method.to_owned(), path.clone())) {
                continue;
            }
            let answer = two.send(method, path, &two.own, "{}").await;
            assert_eq!(
                (answer.status.as_u16(), answer.code()),
                (405, "method_not_allowed"),
                "{path}"
            );
            assert!(answer.headers.contains_key("allow"), "{method} {path}");
        }
    }
    let bearer = crate::world::bearer(two.own.token.reveal());
    let path = format!("/keys/{}?_method=DELETE", two.own.key.public_id);
    let headers = [
        ("authorization", &*bearer),
        ("x-http-method-override", "DELETE"),
        ("x-http-method", "DELETE"),
        ("x-method-override", "DELETE"),
    ];
    let answer = crate::world::call(&two.rest, "GET", &path, &headers, Body::empty()).await;
    assert_eq!(answer.body["status"], "active", "{}", answer.body);
}
