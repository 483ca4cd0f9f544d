//! What the server says. `data` is a string of JSON everywhere but in errors, as clients expect.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::{json, value::RawValue};

use super::{denial::Denial, member::User};
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

/// The answer to `pusher:subscribe` of a presence channel: all who are there.
pub(crate) fn joined(channel: &str, members: &[User]) -> String {
    let ids: Vec<&str> = members.iter().map(|member| &*member.id).collect();
    let hash: BTreeMap<&str, Info<'_>> =
        members.iter().map(|member| (&*member.id, Info(member.info.as_deref()))).collect();
    let presence = Presence { presence: Members { count: ids.len(), ids, hash } };
    event("pusher_internal:subscription_succeeded", channel, &to_json(&presence))
}

#[derive(Serialize)]
struct Presence<'a> {
    presence: Members<'a>,
}

#[derive(Serialize)]
struct Members<'a> {
    count: usize,
    ids: Vec<&'a str>,
    hash: BTreeMap<&'a str, Info<'a>>,
}

/// What is said of a user, JSON text that goes out as it came in.
struct Info<'a>(Option<&'a str>);

impl Serialize for Info<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: Option<&RawValue> = self.0.and_then(|text| serde_json::from_str(text).ok());
        raw.serialize(serializer)
    }
}

/// The data of `pusher_internal:member_added`.
pub(crate) fn member_added(user: &User) -> Vec<u8> {
    #[derive(Serialize)]
    struct Added<'a> {
        user_id: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_info: Option<Info<'a>>,
    }
    let user_info = user.info.as_deref().map(|info| Info(Some(info)));
    to_json(&Added { user_id: &user.id, user_info })
}

/// The data of `pusher_internal:member_removed`.
pub(crate) fn member_removed(user: &str) -> Vec<u8> {
    to_json(&json!({ "user_id": user }))
}

/// The answer to `pusher:signin`.
pub(crate) fn signed_in(user_data: &str) -> String {
    let data = json!({ "user_data": user_data });
    json!({"event": "pusher:signin_success", "data": data.to_string()}).to_string()
}

/// What a cache channel begins with where it keeps nothing.
pub(crate) fn cache_miss(channel: &str) -> String {
    json!({"event": "pusher:cache_miss", "channel": channel}).to_string()
}

fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// An event on a channel; `data` goes out as a string.
pub(crate) fn event(name: &str, channel: &str, data: &[u8]) -> String {
    #[derive(Serialize)]
    struct Event<'a> {
        event: &'a str,
        channel: &'a str,
        data: &'a str,
    }
    let data = String::from_utf8_lossy(data);
    serde_json::to_string(&Event { event: name, channel, data: &data }).unwrap_or_default()
}

/// An event that a client tells others; `data` goes out as it came in.
pub(crate) fn client_event(name: &str, channel: &str, data: &[u8], user: Option<&str>) -> String {
    #[derive(Serialize)]
    struct Event<'a> {
        event: &'a str,
        channel: &'a str,
        data: Option<&'a RawValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_id: Option<&'a str>,
    }
    let data = serde_json::from_slice(data).ok();
    let event = Event { event: name, channel, data, user_id: user };
    serde_json::to_string(&event).unwrap_or_default()
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

    fn user(id: &str, info: Option<&str>) -> User {
        User { id: id.into(), info: info.map(Into::into) }
    }

    #[test]
    fn a_presence_channel_begins_with_its_members() {
        let text = joined("presence-a", &[user("1", Some(r#"{"n":"A"}"#)), user("2", None)]);
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let data = value["data"].as_str().expect("a string");
        assert_eq!(
            data,
            r#"{"presence":{"count":2,"ids":["1","2"],"hash":{"1":{"n":"A"},"2":null}}}"#
        );
        assert!(joined("presence-a", &[]).contains(r#"\"hash\":{}"#));
    }

    #[test]
    fn a_client_event_says_who_sent_it_where_that_is_known() {
        let text = client_event("client-x", "presence-a", br#"{"a": 1}"#, Some("7"));
        let expected =
            r#"{"event":"client-x","channel":"presence-a","data":{"a": 1},"user_id":"7"}"#;
        assert_eq!(text, expected);
        let text = client_event("client-x", "private-a", b"\"t\"", None);
        assert_eq!(text, r#"{"event":"client-x","channel":"private-a","data":"t"}"#);
    }

    #[test]
    fn a_member_without_info_is_told_without_it() {
        assert_eq!(member_added(&user("1", None)), br#"{"user_id":"1"}"#);
        let told = member_added(&user("1", Some("[1]")));
        assert_eq!(told, br#"{"user_id":"1","user_info":[1]}"#);
        assert_eq!(member_removed("1"), br#"{"user_id":"1"}"#);
    }
}
