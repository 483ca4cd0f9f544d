//! Pusher protocol 7 as text, in and out.

use entity::model::{Change, Match, Position};
use serde_json::{Value, json};

/// What the server said.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inbound {
    /// The connection stands.
    Established {
        /// Seconds of silence after which to ask whether it still does.
        activity_timeout: u32,
    },
    /// A subscription stands.
    Subscribed {
        /// To which channel.
        channel: String,
        /// Whether everything since the named position follows; `None` where none was named.
        recovered: Option<bool>,
    },
    /// Answer with a pong.
    Ping,
    /// The answer to our ping.
    Pong,
    /// The server refuses the connection, or one thing asked of it.
    Refused {
        /// Pusher's code.
        code: Option<u16>,
    },
    /// The whole match.
    Snapshot {
        /// On which channel.
        channel: String,
        /// The match.
        document: Box<Match>,
    },
    /// One change of a match.
    Change {
        /// On which channel.
        channel: String,
        /// What changed.
        change: Box<Change>,
    },
    /// Something this client has no use for.
    Other,
}

/// Read one frame; `None` where it is not of the protocol.
pub(super) fn parse(text: &str) -> Option<Inbound> {
    let frame: Value = serde_json::from_str(text).ok()?;
    let event = frame.get("event")?.as_str()?;
    let channel = || frame.get("channel").and_then(Value::as_str).map(ToOwned::to_owned);
    // Pusher writes `data` as JSON within a string; some events carry it plain.
    let data = || match frame.get("data") {
        Some(Value::String(inner)) => serde_json::from_str(inner).unwrap_or(Value::Null),
        Some(plain) => plain.clone(),
        None => Value::Null,
    };
    Some(match event {
        "pusher:connection_established" => Inbound::Established {
            activity_timeout: data()
                .get("activity_timeout")
                .and_then(Value::as_u64)
                .and_then(|seconds| u32::try_from(seconds).ok())
                .unwrap_or(30),
        },
        "pusher:ping" => Inbound::Ping,
        "pusher:pong" => Inbound::Pong,
        "pusher:error" => Inbound::Refused {
            code: data().get("code").and_then(Value::as_u64).and_then(|c| u16::try_from(c).ok()),
        },
        "pusher_internal:subscription_succeeded" => Inbound::Subscribed {
            channel: channel()?,
            recovered: data().get("recovered").and_then(Value::as_bool),
        },
        "match.snapshot" => Inbound::Snapshot {
            channel: channel()?,
            document: Box::new(serde_json::from_value(data()).ok()?),
        },
        name if name.starts_with("pusher") => Inbound::Other,
        _ => match serde_json::from_value(data()) {
            Ok(change) => Inbound::Change { channel: channel()?, change: Box::new(change) },
            Err(_) => Inbound::Other,
        },
    })
}

/// Ask for a channel, from `position` on where one is known.
pub(super) fn subscribe(channel: &str, position: Option<&Position>) -> String {
    let mut data = json!({"channel": channel});
    if let Some(position) = position {
        data["resume"] = json!({"epoch": position.epoch, "seq": position.seq});
    }
    json!({"event": "pusher:subscribe", "data": data}).to_string()
}

/// Give a channel up.
pub(super) fn unsubscribe(channel: &str) -> String {
    json!({"event": "pusher:unsubscribe", "data": {"channel": channel}}).to_string()
}

/// Ask whether the connection stands.
pub(super) const PING: &str = r#"{"event":"pusher:ping","data":{}}"#;
/// Say that it does.
pub(super) const PONG: &str = r#"{"event":"pusher:pong","data":{}}"#;

/// Whether a close with `code` forbids coming back: 4000 to 4099 by the protocol.
pub(super) const fn is_final(code: u16) -> bool {
    code >= 4000 && code < 4100
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use entity::model::{Epoch, Seq};

    #[test]
    fn a_subscription_names_the_position_it_goes_on_from() {
        let position = Position { epoch: Epoch("a1".to_owned()), seq: Seq(1750) };
        let sent: Value =
            serde_json::from_str(&subscribe("sports.nba", Some(&position))).expect("is JSON");
        assert_eq!(
            sent,
            json!({"event": "pusher:subscribe", "data": {"channel": "sports.nba",
                   "resume": {"epoch": "a1", "seq": "1750-0"}}})
        );
        assert!(!subscribe("sports", None).contains("resume"));
    }

    #[test]
    fn data_is_read_from_within_a_string_and_plain() {
        for data in [json!({"recovered": false}), json!("{\"recovered\":false}")] {
            let frame = json!({"event": "pusher_internal:subscription_succeeded",
                               "channel": "sports", "data": data});
            assert_eq!(
                parse(&frame.to_string()),
                Some(Inbound::Subscribed { channel: "sports".to_owned(), recovered: Some(false) })
            );
        }
    }

    #[test]
    fn a_change_and_a_snapshot_are_read_whatever_the_event_is_called() {
        let document = fixtures::football();
        let snapshot = json!({"event": "match.snapshot", "channel": document.channel,
                              "data": serde_json::to_string(&document).expect("serialises")});
        assert!(matches!(parse(&snapshot.to_string()), Some(Inbound::Snapshot { .. })));
        let change = json!({"event": "score.updated", "channel": "sports", "data": {
            "match": document.id, "channel": document.channel, "version": 18, "seq": "5-0",
            "epoch": "e", "at": document.as_of, "changes": [], "patch": {}}});
        let Some(Inbound::Change { change, .. }) = parse(&change.to_string()) else {
            panic!("a change is read");
        };
        assert_eq!(change.version, 18);
    }

    #[test]
    fn nonsense_and_unknown_events_harm_nothing() {
        assert_eq!(parse("x"), None);
        assert_eq!(parse("{}"), None);
        assert_eq!(parse(r#"{"event":"pusher:something"}"#), Some(Inbound::Other));
        assert_eq!(parse(r#"{"event":"client-hello","data":"{}"}"#), Some(Inbound::Other));
    }

    #[test]
    fn only_the_codes_that_say_so_end_it_for_good() {
        assert!(is_final(4004) && !is_final(4100) && !is_final(4200) && !is_final(1006));
    }
}
