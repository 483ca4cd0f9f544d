//! The `OpenAPI` 3.1 document: what the handlers say, and what every request meets on its way.

use super::asyncapi;
use crate::http::api::openapi::{Description, proxied};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use utoipa::OpenApi;

/// Operations that ask the upstream when it has to be.
const ASKING: [&str; 3] = ["standings", "leaders", "proxy"];
/// Shapes with members that may be missing; of all others every member is always there.
const LOOSE: [(&str, &[&str]); 6] = [
    ("MatchRow", &["statistics", "lineups"]),
    ("Problem", &["errors", "violated-policies", "plan", "retry_at", "upgrade"]),
    ("NewKey", &["scopes", "expires_at", "addresses", "origins"]),
    ("KeyChanges", &["name", "scopes", "expires_at", "addresses", "origins", "disabled"]),
    ("Rotate", &["grace"]),
    ("UsageRow", &["at", "key_id", "key_name", "endpoint", "status"]),
];
/// Shapes that have all members of another beside their own.
const WITH: [(&str, &str); 3] =
    [("Match", "MatchRow"), ("MintedKey", "Key"), ("UsageRow", "UsageNumbers")];
/// Operations that tell what the upstream told, and when it did.
const DATED: [&str; 12] = [
    "changes",
    "sports",
    "sport",
    "leagues",
    "league",
    "league_matches",
    "match",
    "match_changes",
    "matches",
    "standings",
    "leaders",
    "proxy",
];
/// Operations whose answer stands in the log: who has it goes on from there.
const PLACED: [&str; 7] =
    ["sports", "leagues", "league_matches", "match", "match_changes", "matches", "changes"];

static DOCUMENT: LazyLock<Value> = LazyLock::new(document);

/// The document, made once.
pub fn openapi() -> &'static Value {
    &DOCUMENT
}

fn document() -> Value {
    let mut document = serde_json::to_value(Description::openapi())
        .expect("a description holds nothing that JSON cannot say");
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
    components["headers"] = headers();
    components["responses"] = refusals();
    if let Some(schemas) = components["schemas"].as_object_mut() {
        for (name, schema) in schemas.iter_mut() {
            require_all(name, schema);
            join(name, schema);
        }
        // The one that is shown for what is pushed as well.
        schemas["Change"]["example"] = json!(asyncapi::example());
    }
    if let Some(paths) = document["paths"].as_object_mut() {
        for methods in paths.values_mut().filter_map(Value::as_object_mut) {
            for (method, operation) in methods {
                finish(method, operation);
            }
        }
    }
    document
}

/// Every member is always there, null where there is nothing to say.
fn require_all(name: &str, schema: &mut Value) {
    let loose = LOOSE.iter().find(|(loose, _)| *loose == name).map_or(&[][..], |(_, m)| *m);
    if let Some(properties) = schema["properties"].as_object() {
        let all: Vec<&String> =
            properties.keys().filter(|key| !loose.contains(&key.as_str())).collect();
        schema["required"] = json!(all);
    }
}

/// A shape that has all members of another says so.
fn join(name: &str, schema: &mut Value) {
    let Some((_, other)) = WITH.iter().find(|(joined, _)| *joined == name) else { return };
    let mut own = schema.take();
    let mut whole = Map::new();
    for member in ["description", "example"] {
        let told = own.as_object_mut().and_then(|own| own.remove(member));
        whole.extend(told.map(|told| (member.to_owned(), told)));
    }
    let other = json!({"$ref": format!("#/components/schemas/{other}")});
    whole.insert("allOf".to_owned(), json!([other, own]));
    *schema = whole.into();
}

/// What every operation has in common.
fn finish(method: &str, operation: &mut Value) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let asking = ASKING.contains(&id.as_str());
    if id == "proxy" {
        let list = proxied().map(|(sport, endpoint)| {
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
    let get = method == "get";
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    let mut shared: Vec<&str> = vec!["X-Request-Id"];
    if get && id != "stream" {
        shared.extend(["ETag", "Cache-Control"]);
        let same = json!({"description": "You have it already; costs nothing"});
        responses.insert("304".to_owned(), same);
    }
    if DATED.contains(&id.as_str()) {
        shared.push("X-Data-As-Of");
    }
    if PLACED.contains(&id.as_str()) {
        shared.push("X-Position");
    }
    shared.extend(LIMITS);
    for (status, response) in responses.iter_mut() {
        if status.starts_with('2') || status == "304" {
            let headers = response["headers"].as_object().cloned().unwrap_or_default();
            let mut all: Map<String, Value> = shared
                .iter()
                .map(|name| {
                    ((*name).to_owned(), json!({"$ref": format!("#/components/headers/{name}")}))
                })
                .collect();
            all.extend(headers);
            response["headers"] = all.into();
        }
    }
    let mut refused = vec![
        ("400", "BadRequest"),
        ("401", "Unauthorized"),
        ("403", "Forbidden"),
        ("404", "NotFound"),
        ("429", "TooManyRequests"),
        ("500", "Internal"),
        ("503", "Unavailable"),
    ];
    if asking {
        refused.extend([("502", "BadGateway"), ("504", "GatewayTimeout")]);
    }
    for (status, name) in refused {
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
