//! What is heard and said on the socket: Pusher's protocol 7 as a client reads and writes it.

use entity::model::{Epoch, Position, Seq};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

/// A message of the service, understood.
#[derive(Debug)]
pub(super) enum Heard {
    /// The first of every connection.
    Established { head: Option<Position>, activity: Option<Duration> },
    /// A subscription begins; `recovered` is said where a position was sent.
    Subscribed { channel: String, recovered: Option<bool> },
    /// A subscription is refused.
    Refused { channel: String, why: String },
    /// Something is wrong, and the code says what to do about it.
    Error { code: Option<u16>, message: String },
    /// To be answered.
    Ping,
    /// Something of the protocol that asks for nothing.
    Nothing,
    /// What one listens for.
    Event(Event),
}

/// What was told on a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) name: String,
    pub(super) channel: String,
    /// As it was sent: JSON, unless somebody published something else.
    pub(super) data: String,
}

#[derive(Deserialize)]
struct Envelope {
    event: String,
    #[serde(default)]
    channel: String,
    #[serde(default)]
    data: Value,
}

#[derive(Deserialize)]
struct WirePosition {
    epoch: Epoch,
    seq: Seq,
}

impl From<WirePosition> for Position {
    fn from(WirePosition { epoch, seq }: WirePosition) -> Self {
        Self { epoch, seq }
    }
}

/// Read one text message; what is no message of the protocol says nothing.
pub(super) fn read(text: &str) -> Heard {
    let Ok(Envelope { event, channel, data }) = serde_json::from_str(text) else {
        return Heard::Nothing;
    };
    // Most data is sent as a string of JSON, that of errors as an object.
    let inside = match &data {
        Value::String(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        other => other.clone(),
    };
    let word = |name: &str| inside[name].as_str().unwrap_or_default().to_owned();
    match event.as_str() {
        "pusher:connection_established" => Heard::Established {
            head: WirePosition::deserialize(&inside["resume"]).ok().map(Position::from),
            activity: inside["activity_timeout"].as_u64().map(Duration::from_secs),
        },
        "pusher_internal:subscription_succeeded" => {
            Heard::Subscribed { channel, recovered: inside["recovered"].as_bool() }
        }
        "pusher:subscription_error" => Heard::Refused { channel, why: word("error") },
        "pusher:error" => Heard::Error {
            code: inside["code"].as_u64().and_then(|code| u16::try_from(code).ok()),
            message: word("message"),
        },
        "pusher:ping" => Heard::Ping,
        name if name.starts_with("pusher:") || name.starts_with("pusher_internal:") => {
            Heard::Nothing
        }
        _ => {
            let data = match data {
                Value::String(text) => text,
                other => other.to_string(),
            };
            Heard::Event(Event { name: event, channel, data })
        }
    }
}

/// Listen to a channel, from a position where there is one.
pub(super) fn subscribe(channel: &str, from: Option<&Position>) -> String {
    let mut data = json!({ "channel": channel });
    if let Some(Position { epoch, seq }) = from {
        data["resume"] = json!({ "epoch": epoch, "seq": seq });
    }
    json!({ "event": "pusher:subscribe", "data": data }).to_string()
}

/// Are you there?
pub(super) const PING: &str = r#"{"event":"pusher:ping","data":{}}"#;

/// I am here.
pub(super) const PONG: &str = r#"{"event":"pusher:pong","data":{}}"#;
