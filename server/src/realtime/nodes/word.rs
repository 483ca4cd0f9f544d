//! What one node says to the others, as it is written.

use bytes::Bytes;
use live::{Broadcast, ClientEvent, Kept, Members, Statement};
use serde::{Deserialize, Serialize};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// A word and who says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NodeWord {
    pub(super) node: Arc<str>,
    #[serde(flatten)]
    pub(super) said: Said,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Said {
    /// How channels stand on a node: all of them, or those that changed.
    State { number: u64, whole: bool, sockets: usize, channels: Vec<Channel> },
    /// The others, or one of them, are to say how all their channels stand.
    Ask { of: Option<Arc<str>> },
    /// The last events of cache channels, for a node that has just come.
    Kept { events: Vec<KeptEvent> },
    /// A node stops.
    Bye,
    /// A publisher's event.
    Event { event: Arc<str>, channels: Vec<Arc<str>>, data: String, except: Option<String> },
    /// A client's event.
    ClientEvent {
        event: Arc<str>,
        channel: Arc<str>,
        data: String,
        user_id: Option<Arc<str>>,
        socket_id: String,
    },
    /// The sockets of a user are to be closed.
    CloseUser { user: Arc<str> },
}

/// How a channel stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Channel {
    name: Arc<str>,
    listeners: usize,
    #[serde(default, skip_serializing_if = "Members::is_empty")]
    members: Members,
}

/// The last event of a cache channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptEvent {
    channel: Arc<str>,
    event: Arc<str>,
    data: String,
    /// Milliseconds for which it is kept yet.
    left: u64,
}

impl From<Statement> for Channel {
    fn from(Statement { channel, listeners, members }: Statement) -> Self {
        Self { name: channel, listeners, members }
    }
}

impl From<Channel> for Statement {
    fn from(Channel { name, listeners, members }: Channel) -> Self {
        Self { channel: name, listeners, members }
    }
}

impl KeptEvent {
    pub(super) fn new(channel: Arc<str>, Kept { event, data, until }: &Kept) -> Self {
        let left = until.saturating_duration_since(Instant::now()).as_millis();
        let left = u64::try_from(left).unwrap_or_default();
        Self { channel, event: event.clone(), data: text(data), left }
    }

    pub(super) fn kept(self) -> (Arc<str>, Kept) {
        let Self { channel, event, data, left } = self;
        let until = Instant::now() + Duration::from_millis(left);
        (channel, Kept { event, data: data.into(), until })
    }
}

impl From<&Broadcast> for Said {
    fn from(Broadcast { event, channels, data, except }: &Broadcast) -> Self {
        let (event, channels, except) = (event.clone(), channels.clone(), except.clone());
        Self::Event { event, channels, data: text(data), except }
    }
}

impl From<&ClientEvent> for Said {
    fn from(said: &ClientEvent) -> Self {
        let ClientEvent { event, channel, data, user_id, socket_id } = said.clone();
        Self::ClientEvent { event, channel, data: text(&data), user_id, socket_id }
    }
}

fn text(data: &Bytes) -> String {
    String::from_utf8_lossy(data).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_it_is_written() {
        let members: Members = [("1".into(), Some(r#"{"n":"A"}"#.into()))].into();
        let room = Statement { channel: "presence-a".into(), listeners: 2, members };
        for said in [
            Said::State { number: 3, whole: true, sockets: 9, channels: vec![room.into()] },
            Said::Ask { of: None },
            Said::Bye,
            Said::CloseUser { user: "7".into() },
            Said::from(&Broadcast {
                event: "e".into(),
                channels: vec!["a".into()],
                data: "{\"ü\":1}".into(),
                except: Some("1.2".into()),
            }),
        ] {
            let word = NodeWord { node: "0f".into(), said };
            let written = serde_json::to_vec(&word).expect("JSON");
            let read: NodeWord = serde_json::from_slice(&written).expect("JSON");
            assert_eq!(read, word);
        }
    }
}
