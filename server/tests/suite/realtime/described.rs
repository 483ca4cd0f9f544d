//! What is pushed is what `/docs/realtime.json` says of it.

use super::channels::one_match;
use crate::support::{
    client::{Event, Socket},
    upstream::score,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What an upstream may do to a match.
type Edit = fn(&mut Value);

/// Why the description does not admit this data of that event.
fn complaints(document: &Value, name: &str, data: &Value) -> Vec<String> {
    let message = &document["components"]["messages"][name];
    assert!(message.is_object(), "{name} is not described");
    let mut schema = message["payload"].clone();
    schema["components"] = document["components"].clone();
    let validator = jsonschema::draft202012::new(&schema).expect("is a schema");
    validator.iter_errors(data).map(|e| format!("{}: {e}", e.instance_path)).collect()
}

/// Whether the description has a channel of that form that carries the event.
fn carried(document: &Value, event: &Event) -> bool {
    let parts = |address: &str| address.split('.').map(str::to_owned).collect::<Vec<_>>();
    let sent = parts(&event.channel);
    let channels = document["channels"].as_object().unwrap();
    if event.channel.is_empty() {
        return channels["connection"]["messages"].get(&event.name).is_some();
    }
    channels.values().any(|channel| {
        let Some(address) = channel["address"].as_str() else { return false };
        let told = parts(address);
        let fits = |(told, sent): (&String, &String)| told.starts_with('{') || told == sent;
        told.len() == sent.len()
            && told.iter().zip(&sent).all(fits)
            && channel["messages"].get(&event.name).is_some()
    })
}

#[tokio::test]
async fn every_message_a_socket_gets_is_described_with_its_shape_and_channel() {
    let (upstream, service) = one_match().await;
    let document = service.http.json("/docs/realtime.json").await;
    let mut socket = Socket::connect(&service.socket()).await;
    let channel = "sports.football.leagues.test-league.matches.5";
    for channel in ["sports", "sports.football", "sports.football.leagues.test-league", channel] {
        socket.subscribe(channel, None).await;
    }
    let established = "pusher:connection_established";
    assert_eq!(complaints(&document, established, &socket.greeting), Vec::<String>::new());
    socket.subscribe("sports.cricket", None).await;
    socket.send(json!({"event": "pusher:ping", "data": {}})).await;
    let mut heard = BTreeSet::new();
    let edits: [(&str, Edit); 5] = [
        ("match.snapshot", |_| ()),
        ("score.updated", |f| score(f, 1, 0)),
        ("match.updated", |f| f["fixture"]["status"]["elapsed"] = json!(58)),
        ("incident.added", |f| {
            f["events"] = json!([{
                "time": {"elapsed": 58, "extra": null}, "type": "Card", "detail": "Yellow Card",
                "team": {"id": 2, "name": "Blues", "logo": null}, "comments": null,
                "player": {"id": 9, "name": "N. Booked"}, "assist": {"id": null, "name": null},
            }]);
        }),
        ("status.changed", |f| {
            f["fixture"]["status"] =
                json!({"long": "Match Finished", "short": "FT", "elapsed": 90, "extra": null});
        }),
    ];
    for (name, edit) in edits {
        upstream.edit(5, edit);
        loop {
            let event = socket.next().await.unwrap_or_else(|| panic!("no {name} came"));
            assert_eq!(complaints(&document, &event.name, &event.data), Vec::<String>::new());
            assert!(carried(&document, &event), "{} on {}", event.name, event.channel);
            let awaited = event.name == name && event.channel == channel;
            heard.insert(event.name);
            if awaited {
                break;
            }
        }
    }
    for name in [
        "pusher_internal:subscription_succeeded",
        "pusher:subscription_error",
        "pusher:error",
        "pusher:pong",
    ] {
        assert!(heard.contains(name), "{name} was not heard: {heard:?}");
    }
    service.stop().await;
}

#[tokio::test]
async fn every_example_has_the_shape_it_stands_for_and_its_patch_makes_a_match() {
    let document = server::http::docs::asyncapi("bts-guru");
    let messages = document["components"]["messages"].as_object().unwrap();
    for (name, message) in messages {
        assert!(message["summary"].is_string(), "{name}");
        let example = &message["examples"][0]["payload"];
        assert_eq!(complaints(&document, name, example), Vec::<String>::new(), "{name}");
    }
    let mut state = messages["match.snapshot"]["examples"][0]["payload"].clone();
    let change = &messages["score.updated"]["examples"][0]["payload"];
    entity::model::apply_patch(&mut state, &change["patch"]);
    assert_eq!(complaints(&document, "match.snapshot", &state), Vec::<String>::new());
    let to = change["changes"].as_array().unwrap().iter().find(|item| item["kind"] == "score");
    let scores: Vec<&Value> =
        state["competitors"].as_array().unwrap().iter().map(|c| &c["score"]).collect();
    assert_eq!(json!(scores), to.unwrap()["to"], "the patch says what the items say");
}
