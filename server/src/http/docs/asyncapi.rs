//! The `AsyncAPI` 3.0 document: channels, events, and messages made of the real types.

use super::{openapi, protocol};
use entity::model::{
    Change, ChangeItem, Channel, Epoch, EventName, LeagueSlug, MatchId, Role, Seq, Sport,
};
use serde_json::{Map, Value, json};

/// Every name a change is announced under, with what it means.
pub(super) const EVENTS: [(EventName, &str); 7] = [
    (EventName::ScoreUpdated, "The score moved: a goal, or one taken back."),
    (EventName::StatusChanged, "The state moved: kick-off, half-time, the end."),
    (EventName::IncidentAdded, "Something happened: a card, a substitution, a review."),
    (EventName::IncidentChanged, "An incident was corrected."),
    (EventName::IncidentRemoved, "An incident was taken back."),
    (EventName::ScheduleChanged, "The match begins at another time."),
    (EventName::MatchUpdated, "The clock, statistics, line-ups or another detail."),
];

/// The event that brings a whole match.
const SNAPSHOT: &str = "match.snapshot";

/// A change as it is really sent.
pub(super) fn example() -> Change {
    let channel = Channel::Match(
        Sport::Football,
        LeagueSlug("euro-championship".to_owned()),
        MatchId("1145526".to_owned()),
    );
    Change {
        match_id: MatchId("1145526".to_owned()),
        channel: channel.to_string(),
        version: 17,
        seq: Seq(1_761),
        epoch: Epoch("a1b2c3d4".to_owned()),
        at: "2024-06-22T16:28:41Z".parse().unwrap_or_default(),
        changes: vec![
            ChangeItem::Goal {
                competitor: Role::Away,
                elapsed: Some(28),
                extra: None,
                player: Some("S. Akaydın".to_owned()),
            },
            ChangeItem::Score { from: vec![Some(0), Some(1)], to: vec![Some(0), Some(2)] },
        ],
        // A list in a patch is the whole list, as it is afterwards.
        patch: json!({
            "status": {"clock": "28'", "elapsed": 28},
            "competitors": [
                {"role": "home", "id": "777", "name": "Türkiye", "logo": null, "score": 0, "winner": false},
                {"role": "away", "id": "27", "name": "Portugal", "logo": null, "score": 2, "winner": true}
            ],
            "periods": [{"name": "1H", "scores": [0, 2]}]
        }),
    }
}

/// The document of a service whose first-party key is `key`.
pub fn asyncapi(key: &str) -> Value {
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "BTS Guru, pushed", "version": env!("CARGO_PKG_VERSION"),
            "description": "Changes of matches as they happen, by Pusher protocol 7 or Server-Sent Events. Over a \
    socket `data` is a string that holds JSON, as Pusher has it; as an event stream it is the JSON itself, and `id` is the position `{epoch}:{seq}`."
        },
        "servers": {
            "pusher": {"host": "{host}", "pathname": format!("/app/{key}"), "protocol": "wss",
                "description": "Pusher protocol 7; in place of the key you may give the public id of one of your own.",
                "variables": {"host": {"default": "127.0.0.1:8000"}}},
            "sse": {"host": "{host}", "pathname": "/api/v1/stream", "protocol": "https",
                "description": "Server-Sent Events; name the channels in `channels`.",
                "variables": {"host": {"default": "127.0.0.1:8000"}}}
        },
        "channels": channels(),
        "operations": operations(),
        "components": {"messages": messages(), "schemas": openapi()["components"]["schemas"]}
    })
}

/// Every message, with an example of its data.
fn messages() -> Map<String, Value> {
    let change = json!(example());
    let mut messages = Map::new();
    for (event, summary) in EVENTS {
        messages.insert(
            event.as_str().to_owned(),
            json!({
                "name": event.as_str(), "title": event.as_str(), "summary": summary,
                "contentType": "application/json",
                "payload": {"$ref": "#/components/schemas/Change"},
                "examples": [{"name": event.as_str(), "payload": change}]
            }),
        );
    }
    let snapshot = openapi().pointer("/components/schemas/Match/example");
    messages.insert(
        SNAPSHOT.to_owned(),
        json!({
            "name": SNAPSHOT, "title": SNAPSHOT,
            "summary": "The whole match; sent after subscribing to its channel, and where a gap cannot be replayed.",
            "contentType": "application/json",
            "payload": {"$ref": "#/components/schemas/Match"},
            "examples": [{"name": SNAPSHOT, "payload": snapshot}]
        }),
    );
    messages.extend(protocol::described(&protocol::server_messages()));
    messages.extend(protocol::described(&protocol::client_messages()));
    messages
}

/// The four levels, and the socket itself.
fn channels() -> Value {
    let sport = ("sport", "The sport", "football");
    let league = ("league", "The league's slug", "premier-league");
    let one = ("match", "The match's number", "1145526");
    let told = protocol::server_messages();
    let (of_channel, of_socket): (Vec<&str>, Vec<&str>) =
        told.iter().map(|message| message.0).partition(|name| protocol::of_channel(name));
    let asked = protocol::client_messages();
    let of_socket = of_socket.into_iter().chain(asked.iter().map(|message| message.0));
    let changes = EVENTS.iter().map(|(event, _)| event.as_str());
    let carried = references("components", changes.chain([SNAPSHOT]).chain(of_channel));
    let channel = |address: &str, parameters: &[(&str, &str, &str)], what: &str| {
        let parameters: Map<String, Value> = parameters
            .iter()
            .map(|(name, description, example)| {
                ((*name).to_owned(), json!({"description": description, "examples": [example]}))
            })
            .collect();
        json!({"address": address, "description": what, "parameters": parameters, "messages": carried})
    };
    json!({
        "all": channel("sports", &[], "Every change of every sport."),
        "sport": channel("sports.{sport}", &[sport], "Every change of one sport."),
        "league": channel("sports.{sport}.leagues.{league}", &[sport, league], "Every change of one league."),
        "match": channel("sports.{sport}.leagues.{league}.matches.{match}", &[sport, league, one], "Every change of one match; begins with a snapshot."),
        "connection": {"address": null, "description": "What belongs to the socket itself.",
            "messages": references("components", of_socket)},
    })
}

/// Who says what where.
fn operations() -> Map<String, Value> {
    let receive = "The service sends, you receive.";
    let mut operations: Map<String, Value> = ["all", "sport", "league", "match"]
        .iter()
        .map(|name| {
            let channel = json!({"$ref": format!("#/channels/{name}")});
            let operation = json!({"action": "send", "channel": channel, "summary": receive});
            (format!("receive_{name}"), operation)
        })
        .collect();
    let mut of_socket = |name: &str, action: &str, summary: &str, messages: &[&str]| {
        let messages = references("channels/connection", messages.iter().copied());
        let messages: Vec<Value> = messages.into_iter().map(|(_, reference)| reference).collect();
        let operation = json!({"action": action, "channel": {"$ref": "#/channels/connection"},
            "summary": summary, "messages": messages});
        operations.insert(name.to_owned(), operation);
    };
    let told = ["pusher:connection_established", "pusher:error", "pusher:ping", "pusher:pong"];
    of_socket("receive_connection", "send", receive, &told);
    let asked = ["pusher:subscribe", "pusher:unsubscribe", "pusher:ping", "pusher:pong"];
    of_socket("ask", "receive", "You send, the service receives.", &asked);
    operations
}

/// Messages by name, each leading to where it is described.
fn references<'a>(place: &str, names: impl IntoIterator<Item = &'a str>) -> Map<String, Value> {
    let one = |name: &str| json!({"$ref": format!("#/{place}/messages/{name}")});
    names.into_iter().map(|name| (name.to_owned(), one(name))).collect()
}
