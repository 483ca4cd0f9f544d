use super::*;
use serde_json::json;

/// Other nodes: who listens there, and who is there.
#[derive(Default)]
struct World {
    here: usize,
    there: usize,
    nodes: usize,
}

impl Everywhere for World {
    fn listeners(&self, _: &str) -> usize {
        self.here + self.there
    }

    fn nodes_of(&self, _: &str, _: &str) -> usize {
        self.nodes
    }
}

fn statement(listeners: usize, users: &[&str]) -> Statement {
    let members = users.iter().map(|id| ((*id).into(), None)).collect();
    Statement { channel: "presence-a".into(), listeners, members }
}

fn names(sent: &[SendWebhook]) -> Vec<String> {
    let bodies = sent.iter().map(|one| serde_json::from_str::<Value>(&one.body).expect("JSON"));
    let events = bodies.flat_map(|body| body["events"].as_array().expect("a list").clone());
    events.map(|event| event["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn a_departure_is_told_after_a_while_and_not_at_all_where_they_come_back() {
    let (mut hooks, at) = (Webhooks::default(), Instant::now());
    let here = World { here: 1, there: 0, nodes: 1 };
    hooks.changed(&here, &statement(1, &["1"]), at);
    assert_eq!(names(&hooks.due(&here, at)), ["channel_occupied", "member_added"]);
    let nobody = World::default();
    hooks.changed(&nobody, &statement(0, &[]), at);
    assert!(hooks.due(&nobody, at + DEPARTURE_DELAY / 2).is_empty());
    hooks.changed(&here, &statement(1, &["1"]), at + DEPARTURE_DELAY / 2);
    assert!(hooks.due(&here, at + DEPARTURE_DELAY * 2).is_empty());
    hooks.changed(&nobody, &statement(0, &[]), at);
    let sent = hooks.due(&nobody, at + DEPARTURE_DELAY);
    assert_eq!(names(&sent), ["channel_vacated", "member_removed"]);
}

#[test]
fn who_is_on_another_node_neither_comes_nor_goes() {
    let (mut hooks, at) = (Webhooks::default(), Instant::now());
    hooks.changed(&World { here: 1, there: 1, nodes: 2 }, &statement(1, &["1"]), at);
    let elsewhere = World { here: 0, there: 1, nodes: 1 };
    hooks.changed(&elsewhere, &statement(0, &[]), at);
    assert!(hooks.due(&elsewhere, at + DEPARTURE_DELAY).is_empty());
}

#[test]
fn our_own_channels_are_nobodys_to_be_told_of() {
    let (mut hooks, at) = (Webhooks::default(), Instant::now());
    let sports = Statement { channel: "sports".into(), ..statement(1, &[]) };
    hooks.changed(&World { here: 1, ..World::default() }, &sports, at);
    assert!(hooks.due(&World::default(), at).is_empty());
}

#[test]
fn misses_are_told_once_in_a_while_and_client_events_as_they_come() {
    let (mut hooks, at) = (Webhooks::default(), Instant::now());
    for _ in 0..3 {
        hooks.happened(&Happening::CacheMiss { channel: "cache-a".into() }, at);
    }
    for data in [r#"{"a":1}"#, r#""text""#] {
        let said = ClientEvent {
            event: "client-x".into(),
            channel: "private-a".into(),
            data: data.into(),
            user_id: None,
            socket_id: "1.2".into(),
        };
        hooks.happened(&Happening::ClientEvent(said), at);
    }
    let sent = hooks.due(&World::default(), at);
    let body: Value = serde_json::from_str(&sent[0].body).expect("JSON");
    assert!(body["time_ms"].is_i64() || body["time_ms"].is_u64());
    let event = |data: &str| json!({"name": "client_event", "channel": "private-a", "event": "client-x", "data": data, "socket_id": "1.2"});
    let miss = json!({"name": "cache_miss", "channel": "cache-a"});
    assert_eq!(body["events"], json!([miss, event(r#"{"a":1}"#), event("text")]));
}
