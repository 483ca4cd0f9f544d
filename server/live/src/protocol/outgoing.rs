//! What the server says. `data` is a string of JSON everywhere but in errors, as clients expect.

use serde_json::json;

use super::denial::Denial;
use crate::position::Position;

/// The first message on every connection. Its `resume` is where the log stood: a client that
/// subscribes from there misses nothing since it connected. Others ignore it.
pub(crate) fn established(socket_id: &str, activity_timeout: u64, head: &Position) -> String {
    let data = json!({
        "socket_id": socket_id,
        "activity_timeout": activity_timeout,
        "resume": {"epoch": &*head.epoch, "seq": head.seq_text()},
    });
    json!({"event": "pusher:connection_established", "data": data.to_string()}).to_string()
}

/// Why something was refused. `data` is an object here: no client understands a string.
pub(crate) fn error(code: u16, message: &str) -> String {
    json!({"event": "pusher:error", "data": {"message": message, "code": code}}).to_string()
}

/// Why a subscription was refused, told on the channel that was asked for.
pub(crate) fn subscription_error(channel: &str, denial: Denial, why: &str) -> String {
    let data = json!({"type": denial.kind(), "error": why, "status": denial.status()});
    json!({"event": "pusher:subscription_error", "channel": channel, "data": data.to_string()})
        .to_string()
}

/// How a subscription began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Fresh,
    Recovered,
    Unrecovered,
}

/// The answer to `pusher:subscribe`.
pub(crate) fn subscribed(channel: &str, outcome: Outcome) -> String {
    let data = match outcome {
        Outcome::Fresh => "{}",
        Outcome::Recovered => r#"{"recovered":true}"#,
        Outcome::Unrecovered => r#"{"recovered":false}"#,
    };
    json!({"event": "pusher_internal:subscription_succeeded", "channel": channel, "data": data})
        .to_string()
}

/// The answer to `pusher:ping`.
pub(crate) const PONG: &str = r#"{"event":"pusher:pong","data":"{}"}"#;

/// An event on a channel; `data` goes out as a string.
pub(crate) fn event(name: &str, channel: &str, data: &[u8]) -> String {
    #[derive(serde::Serialize)]
    struct Event<'a> {
        event: &'a str,
        channel: &'a str,
        data: &'a str,
    }
    let data = String::from_utf8_lossy(data);
    serde_json::to_string(&Event { event: name, channel, data: &data }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_carries_its_data_as_a_string() {
        let text = event("App\\Events\\Goal", "sports", br#"{"a":"b"}"#);
        assert_eq!(
            text,
            r#"{"event":"App\\Events\\Goal","channel":"sports","data":"{\"a\":\"b\"}"}"#
        );
    }

    #[test]
    fn an_error_carries_its_data_as_an_object() {
        let value: serde_json::Value = serde_json::from_str(&error(4009, "No.")).expect("JSON");
        assert_eq!(value["data"]["code"], 4009);
        assert_eq!(value["data"]["message"], "No.");
    }
}
