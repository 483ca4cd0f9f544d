//! An event as publishers write it.

use super::info::Info;
use crate::http::Problem;
use live::{Broadcast, Kind};
use serde::Deserialize;
use std::collections::HashSet;

/// The longest name of an event, in bytes.
const MAX_NAME_BYTES: usize = 200;
/// The most data of an event, in bytes.
const MAX_DATA_BYTES: usize = 10 * 1024;
/// The most channels of an event.
const MAX_CHANNELS: usize = 100;

/// What an event should look like, for whoever sent another.
pub const SHAPE: &str = "write a JSON object with name, data (a text) and channels (a list) or channel, and if you like socket_id and info";

/// The fields of an event; others are ignored.
#[derive(Debug, Deserialize)]
pub struct Event {
    name: String,
    data: String,
    channels: Option<Vec<String>>,
    channel: Option<String>,
    socket_id: Option<String>,
    info: Option<String>,
}

impl Event {
    /// The event as it is told, and what its sender wants to know of its channels.
    pub fn checked(self) -> Result<(Broadcast, Info), Problem> {
        let Self { name, data, channels, channel, socket_id, info } = self;
        if name.is_empty() || name.len() > MAX_NAME_BYTES {
            let why = format!("an event's name is 1 to {MAX_NAME_BYTES} characters long");
            return Err(Problem::bad_field("name", why));
        }
        if name.starts_with("pusher:") || name.starts_with("pusher_internal:") {
            return Err(Problem::bad_field("name", "names that begin so are the protocol's own"));
        }
        if data.len() > MAX_DATA_BYTES {
            let why = format!("the data of an event is at most {MAX_DATA_BYTES} bytes long");
            return Err(Problem::too_much(why));
        }
        let mut seen = HashSet::new();
        let channels = channels.unwrap_or_default().into_iter().chain(channel);
        let channels: Vec<String> = channels.filter(|one| seen.insert(one.clone())).collect();
        if channels.is_empty() || channels.len() > MAX_CHANNELS {
            let why = format!("an event is told on 1 to {MAX_CHANNELS} channels");
            return Err(Problem::bad_field("channels", why));
        }
        for channel in &channels {
            check(channel)?;
        }
        let is_encrypted = |channel: &String| Kind::of(channel).0 == Kind::Encrypted;
        if channels.len() > 1 && channels.iter().any(is_encrypted) {
            let why = "an encrypted channel has a key of its own: send it an event of its own";
            return Err(Problem::bad_field("channels", why));
        }
        if socket_id.as_deref().is_some_and(|id| !is_socket_id(id)) {
            return Err(Problem::bad_field("socket_id", "a socket's id looks like 131072.7"));
        }
        let channels = channels.into_iter().map(Into::into).collect();
        let event = name.into();
        let broadcast = Broadcast { event, channels, data: data.into(), except: socket_id };
        Ok((broadcast, Info::read(info.as_deref())))
    }
}

/// Whether this is a channel, or the channel of a user.
pub fn check(channel: &str) -> Result<(), Problem> {
    match live::check_channel(channel) {
        Ok(()) => Ok(()),
        Err(_) if live::user_of_channel(channel).is_some() => Ok(()),
        Err(bad) => Err(Problem::bad_field("channels", bad.to_string())),
    }
}

fn is_socket_id(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.').is_some_and(|(left, right)| is_number(left) && is_number(right))
}
