//! API9, improper inventory management: nothing is served that is not described, and nothing old.
//!
//! Also tried: that routes and description name the same operations, both ways
//! (`docs::tests::routes`), and that every example of the description runs (`docs::tests::examples`).

use crate::raw_requests::Wire;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn the_api_has_one_version_and_nothing_beside_it() {
    let wire = Wire::start(&[]).await;
    for target in [
        "/api",
        "/api/",
        "/api/v0/sports",
        "/api/v2/sports",
        "/api/v1/v1/sports",
        "/api/v1",
        "/api/sports",
        "/v1/sports",
        "/api/internal",
        "/internal",
        "/debug",
        "/debug/pprof",
        "/actuator/health",
        "/graphql",
        "/swagger.json",
        "/openapi.json",
        "/.env",
        "/.git/config",
        "/.well-known/security.txt.bak",
        "/Cargo.toml",
        "/data/app.key",
        "/bts-guru.sqlite",
        "/server-status",
    ] {
        let reply = wire.get(target, "").await;
        assert_eq!(reply.status, 404, "{target}: {reply:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_outside_the_site_cannot_be_had() {
    let wire = Wire::start(&[]).await;
    for target in [
        "/../Cargo.toml",
        "/pkg/../../Cargo.toml",
        "/pkg/..%2f..%2fCargo.toml",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/pkg/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/pkg/..%5c..%5cCargo.toml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/fonts/..%252f..%252fCargo.toml",
        "/pkg/%00",
    ] {
        let reply = wire.get(target, "").await;
        assert!([307, 308, 400, 404].contains(&reply.status), "{target}: {reply:?}");
        let held = reply.body.contains("[package]") || reply.body.contains("root:");
        assert!(!held, "{target}: {reply:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_the_one_of_this_service_and_its_pages_lead_somewhere() {
    let wire = Wire::start(&[]).await;
    let served = wire.get("/docs/api.json", "").await;
    let served: serde_json::Value = serde_json::from_str(&served.body).unwrap();
    assert_eq!(&served, server::http::docs::openapi());
    assert_eq!(served["servers"][0]["url"], "/api/v1");
    assert_eq!(served["info"]["version"], env!("CARGO_PKG_VERSION"));
    let mut links = BTreeSet::new();
    for page in [
        "/docs",
        "/docs/quick-start",
        "/docs/api",
        "/docs/realtime",
        "/docs/errors",
        "/docs/limits",
        "/docs/coverage",
        "/docs/migrating",
        "/docs/commands",
        "/docs/operations",
        "/docs/changelog",
    ] {
        let body = wire.get(page, "").await.body;
        let found = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        // Files of the site are there in a built site alone.
        let ours = found.filter(|link| link.starts_with('/') && !link.contains('.'));
        links.extend(ours.map(|link| link.split('#').next().unwrap().to_owned()));
        assert!(!body.contains("/api/v0") && !body.contains("localhost:3000"), "{page}");
    }
    assert!(links.len() >= 4, "{links:?}");
    for link in links {
        let reply = wire.get(&link, "").await;
        let led_to_the_door = reply.header("location").is_some_and(|way| way.starts_with("/login"));
        assert!(reply.status == 200 || led_to_the_door, "{link}: {}", reply.status);
    }
}
