//! A client of the realtime protocol that holds matches by snapshot, changes and resume.

use entity::model::apply_patch;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// One open socket.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The position the server was at when it greeted us.
    pub greeting: Value,
}

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    pub name: String,
    pub channel: String,
    pub data: Value,
}

impl Socket {
    pub async fn connect(url: &str) -> Self {
        let (stream, _) = connect_async(url).await.expect("connects");
        let mut socket = Self { stream, greeting: Value::Null };
        let greeting = socket.next().await.expect("is greeted");
        assert_eq!(greeting.name, "pusher:connection_established");
        socket.greeting = greeting.data;
        socket
    }

    pub async fn send(&mut self, message: Value) {
        self.stream.send(Message::text(message.to_string())).await.expect("is sent");
    }

    pub async fn subscribe(&mut self, channel: &str, resume: Option<&Value>) {
        let mut data = json!({ "channel": channel });
        if let Some(resume) = resume {
            data["resume"] = resume.clone();
        }
        self.send(json!({ "event": "pusher:subscribe", "data": data })).await;
    }

    pub fn id(&self) -> String {
        self.greeting["socket_id"].as_str().expect("an id").to_owned()
    }

    /// Join a channel with the application's signature; the data of the first answer.
    pub async fn join(&mut self, app: &live::App, channel: &str, user: Option<&Value>) -> Value {
        let user = user.map(Value::to_string);
        let auth = app.channel_auth(&self.id(), channel, user.as_deref());
        let data = json!({ "channel": channel, "auth": auth, "channel_data": user });
        self.send(json!({ "event": "pusher:subscribe", "data": data })).await;
        let answer = self.expect("pusher_internal:subscription_succeeded").await;
        assert_eq!(answer.channel, channel);
        answer.data
    }

    /// Nothing comes for a moment.
    pub async fn is_quiet(&mut self) {
        let event = self.next_within(Duration::from_millis(300)).await;
        assert!(event.is_none(), "{event:?}");
    }

    /// The next event, within a few seconds; `None` where the socket closed or nothing came.
    pub async fn next(&mut self) -> Option<Event> {
        self.next_within(Duration::from_secs(5)).await
    }

    pub async fn next_within(&mut self, patience: Duration) -> Option<Event> {
        loop {
            let message = tokio::time::timeout(patience, self.stream.next()).await.ok()??.ok()?;
            let Message::Text(text) = message else { continue };
            let event: Value = serde_json::from_str(&text).expect("is JSON");
            let data = match &event["data"] {
                Value::String(text) => serde_json::from_str(text).unwrap_or(Value::Null),
                other => other.clone(),
            };
            let word = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
            return Some(Event { name: word("event"), channel: word("channel"), data });
        }
    }

    /// The next event of that name, passing over others.
    pub async fn expect(&mut self, name: &str) -> Event {
        loop {
            let event = self.next().await.unwrap_or_else(|| panic!("no {name} came"));
            if event.name == name {
                return event;
            }
        }
    }
}

/// What a client holds of each match.
#[derive(Default)]
pub struct Holding {
    pub matches: BTreeMap<String, Value>,
    /// Where it may resume from.
    pub position: Value,
    /// Versions that did not follow the one before.
    pub gaps: Vec<String>,
    /// Changes of matches it had never been shown.
    pub strangers: Vec<String>,
}

impl Holding {
    /// Take a match in whole, unless what is held is newer.
    pub fn show(&mut self, document: Value) {
        let id = document["id"].as_str().expect("an id").to_owned();
        let held = self.matches.get(&id).and_then(|held| held["version"].as_u64()).unwrap_or(0);
        if document["version"].as_u64().expect("a version") >= held {
            self.matches.insert(id, document);
        }
    }

    pub fn hear(&mut self, event: &Event) {
        if event.name == "match.snapshot" {
            self.show(event.data.clone());
        } else if event.data["patch"].is_object() {
            self.change(&event.data);
        }
    }

    fn change(&mut self, change: &Value) {
        self.position = json!({ "epoch": change["epoch"], "seq": change["seq"] });
        let id = change["match"].as_str().expect("a match");
        let version = change["version"].as_u64().expect("a version");
        let Some(held) = self.matches.get_mut(id) else {
            self.strangers.push(id.to_owned());
            return;
        };
        let before = held["version"].as_u64().expect("a version");
        if version <= before {
            return;
        }
        if version != before + 1 {
            self.gaps.push(format!("{id}: {before} to {version}"));
        }
        apply_patch(held, &change["patch"]);
    }
}

/// A document without its nulls (absent and null are the same) and without what time alone changes.
pub fn essence(document: &Value) -> Value {
    match document {
        Value::Object(map) => map
            .iter()
            .filter(|(name, value)| !value.is_null() && *name != "as_of" && *name != "freshness")
            .map(|(name, value)| (name.clone(), essence(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(list) => list.iter().map(essence).collect(),
        other => other.clone(),
    }
}
