//! An event outside the log, on its way to every shard: its frames are made once, by whoever needs
//! them first.

use std::sync::Arc;

use bytes::Bytes;

use crate::{
    encoded::{Encoding, Frames},
    message::{Broadcast, ClientEvent},
    protocol::{channel::Kind, outgoing},
    shard::SocketId,
};

/// One event on some channels.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) parts: Vec<Part>,
    /// A socket that does not hear it.
    pub(crate) except: Option<SocketId>,
}

/// The event on one of its channels.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) channel: Arc<str>,
    /// Its number in its room, where it has one: subscriptions hear what is above their floor.
    pub(crate) number: Option<u64>,
    text: String,
    frames: Frames,
}

impl Part {
    fn new(channel: &Arc<str>, number: Option<u64>, text: String) -> Self {
        Self { channel: channel.clone(), number, text, frames: Frames::default() }
    }

    pub(crate) fn frame(&self, encoding: Encoding) -> &Bytes {
        self.frames.get(encoding, || self.text.as_str())
    }
}

impl Told {
    /// An event of a publisher; with the number it has in those of its channels that keep it.
    pub(crate) fn event(broadcast: &Broadcast, number: Option<u64>) -> Self {
        let part = |channel: &Arc<str>| {
            let text = outgoing::event(&broadcast.event, channel, &broadcast.data);
            Part::new(channel, number.filter(|_| Kind::of(channel).1), text)
        };
        let except = broadcast.except.as_deref().and_then(SocketId::parse);
        Self { parts: broadcast.channels.iter().map(part).collect(), except }
    }

    /// An event of a client.
    pub(crate) fn client_event(said: &ClientEvent) -> Self {
        let ClientEvent { event, channel, data, user_id, socket_id } = said;
        let text = outgoing::client_event(event, channel, data, user_id.as_deref());
        Self { parts: vec![Part::new(channel, None, text)], except: SocketId::parse(socket_id) }
    }

    /// What the engine says of a room.
    pub(crate) fn of_room(event: &str, channel: &Arc<str>, data: &[u8], number: u64) -> Self {
        let text = outgoing::event(event, channel, data);
        Self { parts: vec![Part::new(channel, Some(number), text)], except: None }
    }

    /// How many listen to a channel.
    pub(crate) fn count(channel: &Arc<str>, listeners: usize) -> Self {
        let data = format!(r#"{{"subscription_count":{listeners}}}"#);
        let text = outgoing::event("pusher_internal:subscription_count", channel, data.as_bytes());
        Self { parts: vec![Part::new(channel, None, text)], except: None }
    }

    /// What it adds to the queue of a listener, roughly.
    pub(crate) fn bytes(&self) -> usize {
        self.parts.iter().map(|part| part.text.len()).max().unwrap_or_default()
    }
}
