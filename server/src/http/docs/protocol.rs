//! What is said around the changes: by the service of the connection, and by clients.

use serde_json::{Map, Value, json};

/// One message of the protocol: its name, what it means, the shape of its data, and an example.
type Message = (&'static str, &'static str, Value, Value);

/// What the service says of a connection or a subscription.
pub(super) fn server_messages() -> Vec<Message> {
    let text = json!({"type": "string"});
    vec![
        (
            "pusher:connection_established",
            "The first message of a socket. Subscribe with its `resume` and nothing is missed since.",
            object(&[
                ("socket_id", json!({"type": "string", "pattern": "^[0-9]+\\.[0-9]+$"})),
                ("activity_timeout", json!({"type": "integer", "minimum": 1})),
                ("resume", position()),
            ]),
            json!({"socket_id": "131072.7", "activity_timeout": 30, "resume": {"epoch": "a1b2c3d4", "seq": "1761-0"}}),
        ),
        (
            "pusher_internal:subscription_succeeded",
            "A subscription begins. `recovered` is there where a position was sent: true means that every later change follows in order, false that snapshots follow.",
            json!({"type": "object", "properties": {"recovered": {"type": "boolean"}}, "additionalProperties": false}),
            json!({"recovered": true}),
        ),
        (
            "pusher:subscription_error",
            "A subscription was refused; the socket stays. A `pusher:error` with the same sentence follows.",
            object(&[
                ("type", json!({"enum": ["NotFound", "AuthError", "LimitReached", "BadData"]})),
                ("error", text.clone()),
                ("status", json!({"enum": [400, 401, 403, 404, 429]})),
            ]),
            json!({"type": "NotFound", "error": "there is no league “nowhere” in Football", "status": 404}),
        ),
        (
            "pusher:error",
            "Something was refused. Below 4300 the socket is closed with the same code.",
            object(&[
                ("code", json!({"type": "integer", "minimum": 4_000, "maximum": 4_399})),
                ("message", text),
            ]),
            json!({"code": 4_004, "message": "All 10 sockets of your plan are open."}),
        ),
        ("pusher:ping", "Answer with `pusher:pong`.", empty(), json!({})),
        ("pusher:pong", "The answer to `pusher:ping`.", empty(), json!({})),
        (
            "reset",
            "Event streams only: the position cannot be continued, snapshots follow.",
            object(&[("recovered", json!({"const": false}))]),
            json!({"recovered": false}),
        ),
    ]
}

/// What a client may say.
pub(super) fn client_messages() -> Vec<Message> {
    let channel = json!({"type": "string", "maxLength": 200});
    let mut subscribe = object(&[("channel", channel.clone())]);
    subscribe["properties"]["resume"] = position();
    vec![
        (
            "pusher:subscribe",
            "Listen to a channel; with `resume`, from the last position you have.",
            subscribe,
            json!({"channel": "sports.football", "resume": {"epoch": "a1b2c3d4", "seq": "1761-0"}}),
        ),
        (
            "pusher:unsubscribe",
            "Stop listening to a channel.",
            object(&[("channel", channel)]),
            json!({"channel": "sports.football"}),
        ),
    ]
}

/// Whether a message names a channel; all others are of the socket as a whole.
pub(super) fn of_channel(name: &str) -> bool {
    name.starts_with("pusher_internal:") || ["pusher:subscription_error", "reset"].contains(&name)
}

/// The messages as the document has them.
pub(super) fn described(messages: &[Message]) -> Map<String, Value> {
    let one = |(name, summary, payload, example): &Message| {
        let examples = json!([{"name": name, "payload": example}]);
        let message = json!({"name": name, "title": name, "summary": summary,
            "contentType": "application/json", "payload": payload, "examples": examples});
        ((*name).to_owned(), message)
    };
    messages.iter().map(one).collect()
}

fn position() -> Value {
    let seq = json!({"type": "string", "pattern": "^[0-9]+-0$"});
    object(&[("epoch", json!({"type": "string"})), ("seq", seq)])
}

fn empty() -> Value {
    json!({"type": "object"})
}

/// An object that always has these members.
fn object(members: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        members.iter().map(|(name, shape)| ((*name).to_owned(), shape.clone())).collect();
    json!({"type": "object", "properties": properties, "required": names})
}
