//! Every route has a description, and every description a route.

use super::support::{operations, service};
use crate::app::AppState;
use std::collections::BTreeSet;

/// What axum's router really holds, read out of its own report: paths and their methods.
fn routes(app: &AppState) -> BTreeSet<(String, String)> {
    let report = format!("{:?}", crate::http::api::router::router(app));
    // The routes come first; axum's own fallbacks follow and are numbered from 0 again.
    let report = report.split(" fallback_router").next().unwrap_or_default();
    let mut routes = BTreeSet::new();
    // `RouteId(3): MethodRouter(MethodRouter { get: BoxedHandler, head: None, …`
    let paths = report.split("RouteId(").filter_map(|part| {
        let (number, rest) = part.split_once(')')?;
        let path = rest.strip_prefix(": \"/api/v1")?.split_once('"')?.0;
        Some((number.to_owned(), path.to_owned()))
    });
    let paths: std::collections::BTreeMap<String, String> = paths.collect();
    for part in report.split("RouteId(") {
        let Some((number, rest)) = part.split_once(')') else { continue };
        // Axum keeps its own fallback beside the routes.
        let path = paths.get(number).map_or("", String::as_str);
        if !rest.starts_with(": MethodRouter") || path.is_empty() || path.contains("__private__") {
            continue;
        }
        for method in ["get", "post", "put", "patch", "delete"] {
            if rest.contains(&format!(" {method}: BoxedHandler"))
                || rest.contains(&format!(" {method}: Route"))
            {
                routes.insert((path.replace("{*", "{"), method.to_owned()));
            }
        }
    }
    routes
}

#[tokio::test]
async fn every_route_is_described_and_every_description_has_a_route() {
    let routed = routes(&service().await);
    let described: BTreeSet<(String, String)> =
        operations().map(|(path, method, _)| (path.clone(), method.clone())).collect();
    assert!(routed.len() >= 21, "axum's report has another form now: {routed:?}");
    let missing: Vec<_> = routed.difference(&described).collect();
    assert!(missing.is_empty(), "not described in rest/describe.rs: {missing:?}");
    let dead: Vec<_> = described.difference(&routed).collect();
    assert!(dead.is_empty(), "described without a route: {dead:?}");
}
