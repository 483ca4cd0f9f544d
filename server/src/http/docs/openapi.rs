//! The `OpenAPI` 3.1 document: what the handlers say, and what every request meets on its way.

use super::asyncapi;
use crate::{gateway::endpoint, http::api::router};
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, sync::LazyLock};

/// Members of a [`Row`](crate::store::Row) that are there only where they are asked for, null or not.
const INCLUDED: [&str; 2] = ["statistics", "lineups"];

static DOCUMENT: LazyLock<Value> = LazyLock::new(document);

/// The document, made once.
pub fn openapi() -> &'static Value {
    &DOCUMENT
}

fn document() -> Value {
    let mut described = router::routes().into_openapi();
    described.merge(router::repeatable().into_openapi());
    let mut document =
        serde_json::to_value(described).expect("a description holds nothing that JSON cannot say");
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "BTS Guru", "version": env!("CARGO_PKG_VERSION"),
        "description": "Realtime sports data: one shape for every match, with a version that grows by one \
    for every change. Lists are `{data, next_cursor}`; one thing is itself; errors are RFC 9457 problems, \
    explained at [/docs/errors](/docs/errors). Read without a key (30 requests a minute for each address) or \
    with `Authorization: Bearer <token>`. A good answer has an `ETag`, weak where the body says how old it \
    is: send it back as `If-None-Match` and an answer in which no more than that changed is 304 and costs nothing. What is pushed is described at \
    [/docs/realtime](/docs/realtime).",
        "license": {"name": "MIT", "identifier": "MIT"}
    });
    document["servers"] = json!([{ "url": "/api/v1", "description": "This service" }]);
    document["tags"] = json!([
        {"name": "Sports", "description": "The followed sports."},
        {"name": "Leagues", "description": "Leagues, their tables and their best players."},
        {"name": "Matches", "description": "Matches, one or many, and how one came to be what it is."},
        {"name": "Realtime", "description": "Changes as they happen, and what was told meanwhile."},
        {"name": "Proxy", "description": "The upstream's own JSON."},
        {"name": "Account", "description": "Whose key this is, and what was used."},
        {"name": "Keys", "description": "The keys of the asking key's account."},
    ]);
    document["security"] = json!([{}, {"key": []}]);
    let components = &mut document["components"];
    components["securitySchemes"] = json!({"key": {
        "type": "http", "scheme": "bearer", "bearerFormat": "bts_live_…",
        "description": "A key of your own, from /dashboard/keys. Its scopes say what it may do."
    }});
    let shared = headers();
    components["headers"] = shared.clone();
    components["responses"] = refusals();
    let asked = asked(&document["paths"]);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        for (name, schema) in schemas.iter_mut().filter(|(name, _)| !asked.contains(*name)) {
            let but: &[&str] = if name == "MatchRow" { &INCLUDED } else { &[] };
            complete(schema, but);
        }
        // The one that is shown for what is pushed as well.
        schemas["Change"]["example"] = json!(asyncapi::example());
    }
    if let Some(paths) = document["paths"].as_object_mut() {
        *paths = std::mem::take(paths)
            .into_iter()
            .map(|(path, methods)| (path.replacen(router::ROOT, "", 1).replace("{*", "{"), methods))
            .collect();
        for methods in paths.values_mut().filter_map(Value::as_object_mut) {
            for (method, operation) in methods {
                finish(method, operation, &shared);
            }
        }
    }
    document
}

/// The names of the schemas that requests are made of.
fn asked(paths: &Value) -> BTreeSet<String> {
    let methods = paths.as_object().into_iter().flatten().filter_map(|(_, path)| path.as_object());
    let bodies =
        methods.flat_map(Map::values).map(|operation| operation["requestBody"].to_string());
    let names = |body: String| {
        let names = body.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next());
        names.flatten().map(str::to_owned).collect::<Vec<_>>()
    };
    bodies.flat_map(names).collect()
}

/// An answer has every member, null where there is nothing to say: one that may be missing is never
/// null, but for those named here.
fn complete(schema: &mut Value, but: &[&str]) {
    for parts in ["allOf", "oneOf"] {
        let parts = schema.get_mut(parts).and_then(Value::as_array_mut);
        parts.into_iter().flatten().for_each(|part| complete(part, but));
    }
    let Some(properties) = schema["properties"].as_object() else { return };
    let named = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let always = |name: &str, of: &Value| {
        named.iter().any(|one| one == name) || (may_be_null(of) && !but.contains(&name))
    };
    let all = properties.iter().filter(|(name, of)| always(name, of)).map(|(name, _)| name);
    let all: Vec<&String> = all.collect();
    schema["required"] = json!(all);
}

fn may_be_null(schema: &Value) -> bool {
    let null = |kind: &Value| kind == "null";
    schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(null))
        || schema["oneOf"].as_array().is_some_and(|ways| ways.iter().any(|way| null(&way["type"])))
}

/// What every operation has in common.
fn finish(method: &str, operation: &mut Value, shared: &Value) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    if id == "proxy" {
        let list = endpoint::all().map(|(sport, endpoint)| {
            let parameters = endpoint.parameters.join(", ");
            format!(
                "- `{sport}/{}`: {}",
                endpoint.name,
                if parameters.is_empty() { "no parameters" } else { &parameters }
            )
        });
        let list: Vec<String> = list.collect();
        let text = operation["description"].as_str().unwrap_or_default().to_owned();
        operation["description"] = json!(format!("{text}\n\n{}", list.join("\n")));
    }
    // A summary is plain text, wherever it is shown.
    if let Some(summary) = operation["summary"].as_str() {
        operation["summary"] = json!(summary.replace('`', ""));
    }
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    let tagged = method == "get" && id != "stream";
    if tagged {
        // What is said beside the whole is said again to one who has it.
        let mut headers = responses["200"]["headers"].as_object().cloned().unwrap_or_default();
        headers.retain(|name, _| shared.get(name).is_some());
        let same = json!({"description": "You have it already; costs nothing", "headers": headers});
        responses.insert("304".to_owned(), same);
    }
    for (status, response) in responses.iter_mut() {
        if !status.starts_with('2') && status != "304" {
            continue;
        }
        let mut headers = response["headers"].as_object().cloned().unwrap_or_default();
        let validators: &[&str] = if tagged { &["ETag", "Cache-Control"] } else { &[] };
        let always = ["X-Request-Id"].iter().chain(validators).chain(&LIMITS);
        headers.extend(always.map(|name| ((*name).to_owned(), Value::Null)));
        for (name, header) in headers.iter_mut().filter(|(name, _)| shared.get(name).is_some()) {
            *header = json!({"$ref": format!("#/components/headers/{name}")});
        }
        response["headers"] = headers.into();
    }
    for (status, name) in [
        ("400", "BadRequest"),
        ("401", "Unauthorized"),
        ("403", "Forbidden"),
        ("404", "NotFound"),
        ("429", "TooManyRequests"),
        ("500", "Internal"),
        ("503", "Unavailable"),
    ] {
        responses
            .entry(status)
            .or_insert_with(|| json!({"$ref": format!("#/components/responses/{name}")}));
    }
}

const LIMITS: [&str; 5] = [
    "RateLimit-Policy",
    "RateLimit",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
];

fn headers() -> Value {
    let text = |description: &str, example: &str| json!({"description": description, "schema": {"type": "string"}, "example": example});
    let number = |description: &str, example: u32| json!({"description": description, "schema": {"type": "integer", "minimum": 0}, "example": example});
    json!({
        "X-Request-Id": text("The request's name in our logs; yours if you sent one", "2f0c2f4e-64f4-4b3c-9f2c-0a4b8d6d7a10"),
        "ETag": text("A validator of the body; weak where it has `as_of`, which it leaves out", "W/\"8a1f\""),
        "Cache-Control": text("For how long the answer may be kept, and by whom: `private` where a key was shown", "private, max-age=1"),
        "X-Data-As-Of": text("When the upstream last confirmed what is told", "2026-11-21T15:30:00.000Z"),
        "X-Position": text("The place in the log, `{epoch}:{seq}`: all changes up to it are in the answer, those after it come by `/changes`, a socket's `resume` or a stream's `Last-Event-ID`", "a1b2c3d4:1761-0"),
        "Retry-After": number("Seconds after which asking again may help", 5),
        "RateLimit-Policy": text("The limits in force: requests in so many seconds; like all fields of limits, only where a key was shown", "\"minute\";q=60;w=60, \"day\";q=1000;w=86400"),
        "RateLimit": text("What is left of each limit, and in how many seconds all of it is there again; in a 429 when one more is", "\"minute\";r=59;t=60"),
        "X-RateLimit-Limit": number("Requests of the limit with the least left", 60),
        "X-RateLimit-Remaining": number("Requests left of it", 59),
        "X-RateLimit-Reset": number("When it is full again, in seconds since 1970; in a 429 when one more is admitted", 1_795_000_000),
    })
}

fn refusals() -> Value {
    let problem = |description: &str, wait: bool| {
        let mut headers = json!({"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}});
        if wait {
            headers["Retry-After"] = json!({"$ref": "#/components/headers/Retry-After"});
        }
        json!({
            "description": description, "headers": headers,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        })
    };
    json!({
        "BadRequest": problem("Some members of the request cannot be used; `errors` names them", false),
        "Unauthorized": problem("The key is missing or no good; `code` says which", false),
        "Forbidden": problem("The key may not do this", false),
        "NotFound": problem("There is no such thing", false),
        "TooManyRequests": problem("A limit of your plan is reached", true),
        "Internal": problem("Something failed on our side", false),
        "BadGateway": problem("The upstream gave no usable answer, and there is no older one", true),
        "Unavailable": problem("Not now: the service is going down, or the upstream may not be asked", true),
        "GatewayTimeout": problem("The upstream did not answer in time", true),
    })
}
