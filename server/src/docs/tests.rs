//! The descriptions against the service: routes, examples and shapes, both ways.

use super::{CODES, openapi};
use crate::{
    accounts::keys::{By, KeyDraft, Minted},
    config::{Config, Settings},
    service::App,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderValue, Request, StatusCode, header},
    response::Response,
};
use entity::{
    model::{AccountId, Scope},
    table::user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};
use std::{collections::BTreeSet, path::Path, time::Duration};
use tower::ServiceExt;

/// A service over the simulator, at one instant of one seed: the examples name what is there then.
async fn service() -> App {
    let settings = Settings::from_parts(
        [
            ("DATABASE_URL", "sqlite::memory:"),
            ("API_RATE_LIMIT_ENABLED", "false"),
            ("CLOCK", "2026-11-21T15:30:00Z"),
            ("DATA_DIR", std::env::temp_dir().to_str().unwrap_or("/tmp")),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
        "",
    );
    let config = Config::read(&settings.expect("reads")).expect("is usable");
    App::open(config).await.expect("opens")
}

/// The same with matches taken in.
async fn filled() -> App {
    let app = service().await;
    for (_, mut poller) in app.pollers().await.expect("has pollers") {
        for _ in 0..2 {
            poller.round().await;
        }
    }
    app
}

/// A key of a new account that may do everything.
async fn minted(app: &App) -> Minted {
    let row = user::ActiveModel {
        email: Set(format!("{:08x}@example.com", rand::random::<u32>())),
        password_hash: Set("none".to_owned()),
        verified_at: Set(None),
        is_admin: Set(false),
        plan: Set("free".to_owned()),
        totp_seed: Set(None),
        totp_used_step: Set(None),
        created_at: Set(0),
        disabled_at: Set(None),
        ..Default::default()
    };
    let account = AccountId(row.insert(app.database.pool()).await.expect("is written").id);
    let draft =
        KeyDraft { name: "test".to_owned(), scopes: Scope::ALL.to_vec(), ..KeyDraft::default() };
    app.keys.create(account, By::Owner, &draft).await.expect("is made")
}

/// The service as the holder of this key meets it.
fn held(app: &App, key: &Minted) -> Router {
    let bearer = format!("Bearer {}", key.token.reveal());
    let bearer: HeaderValue = bearer.parse().expect("a token is plain");
    let name_it = axum::middleware::map_request(move |mut request: Request<Body>| {
        request.headers_mut().entry(header::AUTHORIZATION).or_insert_with(|| bearer.clone());
        std::future::ready(request)
    });
    crate::web::router::router(app).layer(name_it)
}

/// The service as a holder of a key with every scope meets it.
async fn router(app: &App) -> Router {
    held(app, &minted(app).await)
}

async fn ask(router: &Router, request: Request<Body>) -> Response {
    router.clone().oneshot(request).await.expect("answers")
}

fn get(uri: &str) -> Request<Body> {
    Request::get(uri).body(Body::empty()).expect("is a request")
}

async fn json_of(response: Response) -> Value {
    let body = to_bytes(response.into_body(), 32 << 20).await.expect("is read");
    serde_json::from_slice(&body).expect("is JSON")
}

fn operations() -> impl Iterator<Item = (&'static String, &'static String, &'static Value)> {
    let paths = openapi()["paths"].as_object().expect("has paths");
    paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("has methods");
        methods.iter().map(move |(method, operation)| (path, method, operation))
    })
}

/// A validator of one schema of the document.
fn validator(schema: &Value) -> jsonschema::Validator {
    let mut root = schema.clone();
    root["components"] = openapi()["components"].clone();
    jsonschema::draft202012::new(&root).expect("is a schema")
}

fn complaints(schema: &Value, instance: &Value) -> Vec<String> {
    let validator = validator(schema);
    validator.iter_errors(instance).map(|e| format!("{}: {e}", e.instance_path)).collect()
}

/// What axum's router really holds, read out of its own report: paths and their methods.
fn routes(app: &App) -> BTreeSet<(String, String)> {
    let report = format!("{:?}", crate::rest::router::router(app));
    // The routes come first; axum's own fallbacks follow and are numbered from 0 again.
    let report = report.split(" fallback_router").next().unwrap_or_default();
    let mut routes = BTreeSet::new();
    // `RouteId(3): MethodRouter(MethodRouter { get: BoxedHandler, head: None, …`
    let paths = report.split("RouteId(").filter_map(|part| {
        let (number, rest) = part.split_once(')')?;
        let path = rest.strip_prefix(": \"")?.split_once('"')?.0;
        Some((number.to_owned(), path.to_owned()))
    });
    let paths: std::collections::BTreeMap<String, String> = paths.collect();
    for part in report.split("RouteId(") {
        let Some((number, rest)) = part.split_once(')') else { continue };
        // Axum keeps its own fallback beside the routes.
        let path = paths.get(number).map_or("", String::as_str);
        if !rest.starts_with(": MethodRouter") || path == "/" || path.contains("__private__") {
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

/// The address of an operation with its examples filled in.
fn example(path: &str, operation: &Value, key: &Minted) -> String {
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
        if ["Account", "Keys"].contains(&operation["tags"][0].as_str().unwrap_or_default()) {
            covered("the answer", schema, &body, &mut BTreeSet::new());
        }
        for (name, header) in [("ETag", "etag"), ("Cache-Control", "cache-control")] {
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

#[tokio::test]
async fn the_shapes_name_every_member_that_is_really_sent() {
    let app = filled().await;
    let router = router(&app).await;
    let uri = "/api/v1/matches?status=live&limit=500";
    let page = json_of(ask(&router, get(uri)).await).await;
    let matches = page["data"].as_array().expect("is a list");
    assert!(matches.iter().any(|m| m["incidents"].as_array().is_some_and(|i| !i.is_empty())));
    let mut seen = BTreeSet::new();
    for m in matches {
        covered("Match", &openapi()["components"]["schemas"]["Match"], m, &mut seen);
    }
    assert!(seen.contains("Incident") && seen.contains("MatchLeague"), "{seen:?}");
}

/// Every member of `value` is a property of its schema, all the way down.
fn covered(name: &str, schema: &'static Value, value: &Value, seen: &mut BTreeSet<String>) {
    let schemas = &openapi()["components"]["schemas"];
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().expect("has a name");
        return covered(name, &schemas[name], value, seen);
    }
    if let Some(either) = schema["oneOf"].as_array() {
        let other = either.iter().find(|schema| schema.get("$ref").is_some());
        if let (Some(other), false) = (other, value.is_null()) {
            covered(name, other, value, seen);
        }
        return;
    }
    match value {
        Value::Object(members) => {
            seen.insert(name.to_owned());
            let parts =
                schema["allOf"].as_array().map_or(std::slice::from_ref(schema), Vec::as_slice);
            let whole = |part: &'static Value| match part["$ref"].as_str() {
                Some(reference) => openapi().pointer(&reference[1..]).unwrap_or(part),
                None => part,
            };
            for (member, value) in members {
                let property = parts.iter().map(|part| &whole(part)["properties"][member]);
                let property = property.into_iter().find(|p| p.is_object()).unwrap_or(&Value::Null);
                assert!(property.is_object(), "{name} does not describe {member}");
                covered(member, property, value, seen);
            }
        }
        Value::Array(items) => {
            items.iter().for_each(|item| covered(name, &schema["items"], item, seen));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
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
    let change = serde_json::to_value(super::asyncapi::example()).expect("is JSON");
    assert_eq!(complaints(&schemas["Change"], &change), Vec::<String>::new());
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
    let pushed = super::asyncapi("key");
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

#[tokio::test]
async fn every_refusal_is_a_problem_whose_code_is_explained() {
    let app = service().await;
    let keyed = router(&app).await;
    let anonymous = crate::web::router::router(&app);
    let cases = [
        (&keyed, "/api/v1/nothing", StatusCode::NOT_FOUND),
        (&keyed, "/api/v1/sports/cricket", StatusCode::NOT_FOUND),
        (&keyed, "/api/v1/matches?limit=0", StatusCode::BAD_REQUEST),
        (&keyed, "/api/v1/proxy/football/admin", StatusCode::NOT_FOUND),
        (&keyed, "/api/v1/proxy/football/standings?leaguee=4", StatusCode::BAD_REQUEST),
        (&keyed, "/api/v1/stream", StatusCode::BAD_REQUEST),
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

/// The Rust files below a folder of the server, as text without their tests.
fn sources(below: &str) -> Vec<String> {
    let start = Path::new(env!("CARGO_MANIFEST_DIR")).join(below);
    if start.is_file() {
        let text = std::fs::read_to_string(&start).expect("is read");
        return vec![text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()];
    }
    let entries = std::fs::read_dir(&start).expect("is a folder");
    entries
        .filter_map(|entry| entry.expect("is read").file_name().into_string().ok())
        .filter(|name| !name.contains('.') || name.ends_with(".rs"))
        .flat_map(|name| sources(&format!("{below}/{name}")))
        .collect()
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
    for text in sources("src/rest") {
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

#[test]
fn the_explained_close_codes_are_the_ones_sockets_are_closed_with() {
    let used: BTreeSet<u16> = ["live/src", "src/realtime", "src/accounts/keys/watch.rs"]
        .into_iter()
        .flat_map(sources)
        .flat_map(|text| {
            let numbers = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            numbers.filter_map(|number| number.parse().ok()).collect::<Vec<u16>>()
        })
        // From 4300 on are errors that leave the socket open.
        .filter(|code| (4000..4300).contains(code) && *code != 4096)
        .collect();
    let explained: BTreeSet<u16> = super::asyncapi::CLOSES.iter().map(|(code, ..)| *code).collect();
    assert_eq!(used, explained);
}

#[tokio::test]
async fn the_pages_are_whole_without_script_and_have_none_of_their_own_inside() {
    let app = service().await;
    let router = router(&app).await;
    for (uri, holds) in [
        ("/docs/api", "GET /api/v1/sports/{sport}/leagues/{league}/standings"),
        ("/docs/realtime", "score.updated"),
        ("/docs/errors", "id=\"upstream_budget\""),
    ] {
        let response = ask(&router, get(uri)).await;
        assert_eq!(response.status(), StatusCode::OK, "{uri}");
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("is read");
        let html = String::from_utf8(body.to_vec()).expect("is text");
        assert!(html.contains(holds), "{uri}");
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/"), "{uri} has an inline or foreign script");
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

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_as_a_problem() {
    let app = service().await;
    let router = router(&app).await;
    let request = Request::post("/api/v1/sports").body(Body::from(vec![b' '; 17 * 1024]));
    let response = ask(&router, request.expect("is a request")).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(json_of(response).await["code"], "body_too_large");
}

#[tokio::test]
async fn the_proxy_tells_where_its_answer_came_from() {
    let app = service().await;
    let router = router(&app).await;
    let uri = "/api/v1/proxy/football/timezone";
    let first = ask(&router, get(uri)).await;
    assert_eq!(first.headers()["x-cache"], "MISS");
    let body = to_bytes(first.into_body(), 1 << 20).await.expect("is read");
    let second = ask(&router, get(uri)).await;
    assert_eq!(second.headers()["x-cache"], "HIT");
    assert!(second.headers()["age"].to_str().expect("is text").parse::<u64>().is_ok());
    assert_eq!(to_bytes(second.into_body(), 1 << 20).await.expect("is read"), body);
}

#[tokio::test]
async fn ten_thousand_identical_cold_requests_are_one_call() {
    let app = service().await;
    let router = router(&app).await;
    let uri = "/api/v1/proxy/football/standings?league=2032&season=2026";
    let answers = futures::future::join_all((0..10_000).map(|_| ask(&router, get(uri)))).await;
    assert!(answers.iter().all(|answer| answer.status() == StatusCode::OK));
    let tags: BTreeSet<_> = answers
        .iter()
        .map(|a| a.headers()["etag"].clone())
        .map(|t| t.to_str().unwrap_or("").to_owned())
        .collect();
    assert_eq!(tags.len(), 1, "all have the same bytes");
}

/// The stream of the snippet, over a real socket: what `curl -N` would show.
#[tokio::test]
async fn the_stream_snippet_runs() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let app = service().await;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("binds");
    let address = listener.local_addr().expect("has an address");
    let served = tokio::spawn(async move { axum::serve(listener, router(&app).await).await });
    let mut socket = tokio::net::TcpStream::connect(address).await.expect("connects");
    let request = "GET /api/v1/stream?channels=sports.football HTTP/1.1\r\nhost: x\r\n\r\n";
    socket.write_all(request.as_bytes()).await.expect("writes");
    let mut head = vec![0; 1_024];
    let read = tokio::time::timeout(Duration::from_secs(5), socket.read(&mut head));
    let read = read.await.expect("answers in time").expect("reads");
    let head = String::from_utf8_lossy(&head[..read]).to_lowercase();
    assert!(head.starts_with("http/1.1 200") && head.contains("text/event-stream"), "{head}");
    served.abort();
}

/// The socket of the console: protocol 7, subscribe, answer.
#[tokio::test]
async fn the_console_of_the_realtime_page_gets_its_subscription() {
    use futures::{SinkExt, StreamExt};
    use tokio_tungstenite::tungstenite::Message;
    let app = service().await;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("binds");
    let address = listener.local_addr().expect("has an address");
    let key = app.config.realtime.app_key.clone();
    let served = tokio::spawn(async move { axum::serve(listener, router(&app).await).await });
    let url = format!("ws://{address}/app/{key}?protocol=7&client=docs&version=1");
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.expect("connects");
    let hello = socket.next().await.expect("says hello").expect("is a frame");
    assert!(hello.to_string().contains("pusher:connection_established"));
    let subscribe = r#"{"event":"pusher:subscribe","data":{"channel":"sports.football"}}"#;
    socket.send(Message::text(subscribe)).await.expect("sends");
    let told = socket.next().await.expect("answers").expect("is a frame");
    assert!(told.to_string().contains("subscription_succeeded"), "{told}");
    served.abort();
}
