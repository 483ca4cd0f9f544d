//! A service, a caller, and the document as a judge of answers.

use super::super::openapi;
use crate::{
    accounts::keys::{ChangedBy, KeyDraft, Minted},
    app::AppState,
    config::{Config, Settings},
    http::{
        middleware::Stack,
        router::{Part, PerThreadRouter},
    },
    net::Connections,
};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderValue, Request, header},
    response::Response,
};
use entity::{
    model::{AccountId, Scope},
    table::user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::Value;
use std::{collections::BTreeSet, net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;

/// A service over the simulator, at one instant of one seed: the examples name what is there then.
pub async fn service() -> AppState {
    service_with(&[]).await
}

/// The same with more settings.
pub async fn service_with(more: &[(&str, &str)]) -> AppState {
    let folder = std::env::temp_dir();
    let fixed = [
        ("DATABASE_URL", "sqlite::memory:"),
        ("API_RATE_LIMIT_ENABLED", "false"),
        ("CLOCK", "2026-11-21T15:30:00Z"),
        ("DATA_DIR", folder.to_str().unwrap_or("/tmp")),
    ];
    let settings = fixed.iter().chain(more);
    let settings = settings.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let settings = Settings::from_parts(settings, "");
    let config = Config::read(&settings.expect("reads")).expect("is usable");
    AppState::open(config).await.expect("opens")
}

/// The same with matches taken in.
pub async fn filled() -> AppState {
    let app = service().await;
    for (_, mut poller) in app.pollers().await.expect("has pollers") {
        for _ in 0..2 {
            poller.run_once().await;
        }
    }
    app
}

/// A key of a new account that may do everything.
pub async fn minted(app: &AppState) -> Minted {
    let row = user::ActiveModel {
        email: Set(format!("{:08x}@example.com", rand::random::<u32>())),
        password_hash: Set("none".to_owned()),
        verified_at: Set(Some(0)),
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
    app.keys.create(account, ChangedBy::Owner, &draft).await.expect("is made")
}

/// The service as somebody meets it who may have a key.
pub struct Door {
    whole: Stack,
    bearer: Option<HeaderValue>,
}

/// The service as anybody meets it.
pub fn anonymous(app: &AppState) -> Door {
    Door { whole: crate::http::router::router(app), bearer: None }
}

/// The same on a port of its own, until the guard is dropped.
pub async fn serve(app: &AppState) -> (SocketAddr, DropGuard) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("binds");
    let address = listener.local_addr().expect("has an address");
    let stop = CancellationToken::new();
    let routes = Arc::new(PerThreadRouter::new(app, Part::All));
    let connections = Connections::new(&app.config.connections);
    tokio::spawn(crate::http::serve::serve(listener, routes, connections, stop.clone()));
    (address, stop.drop_guard())
}

/// The service as the holder of this key meets it.
pub fn held(app: &AppState, key: &Minted) -> Door {
    let bearer = format!("Bearer {}", key.token.reveal());
    Door { bearer: Some(bearer.parse().expect("a token is plain")), ..anonymous(app) }
}

/// The service as a holder of a key with every scope meets it.
pub async fn router(app: &AppState) -> Door {
    held(app, &minted(app).await)
}

pub async fn ask(door: &Door, mut request: Request<Body>) -> Response {
    if let Some(bearer) = &door.bearer {
        request.headers_mut().entry(header::AUTHORIZATION).or_insert_with(|| bearer.clone());
    }
    door.whole.clone().oneshot(request).await.expect("answers")
}

pub fn get(uri: &str) -> Request<Body> {
    Request::get(uri).body(Body::empty()).expect("is a request")
}

pub async fn json_of(response: Response) -> Value {
    let body = to_bytes(response.into_body(), 32 << 20).await.expect("is read");
    serde_json::from_slice(&body).expect("is JSON")
}

pub fn operations() -> impl Iterator<Item = (&'static String, &'static String, &'static Value)> {
    let paths = openapi()["paths"].as_object().expect("has paths");
    paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("has methods");
        methods.iter().map(move |(method, operation)| (path, method, operation))
    })
}

/// A validator of one schema of the document.
pub fn validator(schema: &Value) -> jsonschema::Validator {
    let mut root = schema.clone();
    root["components"] = openapi()["components"].clone();
    jsonschema::draft202012::new(&root).expect("is a schema")
}

pub fn complaints(schema: &Value, instance: &Value) -> Vec<String> {
    let validator = validator(schema);
    validator.iter_errors(instance).map(|e| format!("{}: {e}", e.instance_path)).collect()
}

/// Every member of `value` is a property of its schema, all the way down.
pub fn covered(name: &str, schema: &'static Value, value: &Value, seen: &mut BTreeSet<String>) {
    let schemas = &openapi()["components"]["schemas"];
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().expect("has a name");
        return covered(name, &schemas[name], value, seen);
    }
    if let Some(either) = schema["oneOf"].as_array() {
        let of_kind = |way: &Value| way["properties"]["kind"]["enum"][0] == value["kind"];
        let fits = |way: &&Value| way.get("$ref").is_some() || of_kind(way);
        if let (Some(way), false) = (either.iter().find(fits), value.is_null()) {
            covered(name, way, value, seen);
        }
        return;
    }
    // Whatever it holds, such as a patch.
    if ["type", "properties", "allOf"].iter().all(|key| schema.get(key).is_none()) {
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
