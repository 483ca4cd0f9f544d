//! What an application is told of its channels by webhooks, as Pusher has them.
//!
//! That nobody listens any more, or that a user has left, is told [`DEPARTURE_DELAY`] later and not at all
//! where somebody comes back meanwhile. What comes up within a moment goes out together.

use crate::realtime::{Namespace, SendWebhook};
use live::{ClientEvent, Happening, Hub, Statement};
use serde::Serialize;
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};
use tokio::time::Instant;

/// How long a departure waits for a return.
const DEPARTURE_DELAY: Duration = Duration::from_secs(3);
/// A channel's misses are told once in so long.
const MISS_PAUSE: Duration = Duration::from_secs(10);
/// Events that one webhook holds at most.
const AT_ONCE: usize = 100;
/// Events that wait at most; beyond, the newest are dropped.
const MOST_WAITING: usize = 10_000;

/// One event of a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum WebhookEvent {
    ChannelOccupied {
        channel: Arc<str>,
    },
    ChannelVacated {
        channel: Arc<str>,
    },
    MemberAdded {
        channel: Arc<str>,
        user_id: Arc<str>,
    },
    MemberRemoved {
        channel: Arc<str>,
        user_id: Arc<str>,
    },
    ClientEvent {
        channel: Arc<str>,
        event: Arc<str>,
        data: String,
        socket_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_id: Option<Arc<str>>,
    },
    CacheMiss {
        channel: Arc<str>,
    },
    SubscriptionCount {
        channel: Arc<str>,
        subscription_count: usize,
    },
}

/// Whose departure: of all listeners of a channel, or of one user.
type Departure = (Arc<str>, Option<Arc<str>>);

/// What is to be told.
#[derive(Debug, Default)]
pub(super) struct Webhooks {
    /// How channels of this node stood.
    before: HashMap<Arc<str>, Statement>,
    departures: BTreeMap<Departure, Instant>,
    missed: HashMap<Arc<str>, Instant>,
    ready: Vec<WebhookEvent>,
}

/// What is true on all nodes.
pub(super) trait Everywhere {
    /// How many listen to a channel.
    fn listeners(&self, channel: &str) -> usize;
    /// On how many nodes a user is on a channel.
    fn nodes_of(&self, channel: &str, user: &str) -> usize;
}

impl Everywhere for Hub {
    fn listeners(&self, channel: &str) -> usize {
        Hub::listeners(self, channel)
    }

    fn nodes_of(&self, channel: &str, user: &str) -> usize {
        Hub::nodes_of(self, channel, user)
    }
}

impl Webhooks {
    fn push(&mut self, event: WebhookEvent) {
        if self.ready.len() < MOST_WAITING {
            self.ready.push(event);
        } else {
            tracing::warn!("webhooks cannot be sent as fast as they come up; one is dropped");
        }
    }

    /// A channel stands so on this node now.
    pub(super) fn changed(&mut self, all: &impl Everywhere, now: &Statement, at: Instant) {
        let channel = &now.channel;
        if Namespace::of(channel) != Namespace::Operator || channel.starts_with('#') {
            return;
        }
        let before = match now.listeners {
            0 => self.before.remove(channel),
            _ => self.before.insert(channel.clone(), now.clone()),
        };
        let (listened, members) = before.map(|b| (b.listeners, b.members)).unwrap_or_default();
        if listened == 0 && now.listeners > 0 && all.listeners(channel) == now.listeners {
            self.arrive((channel.clone(), None));
        }
        for user in now.members.keys().filter(|user| !members.contains_key(*user)) {
            if all.nodes_of(channel, user) <= 1 {
                self.arrive((channel.clone(), Some(user.clone())));
            }
        }
        for user in members.keys().filter(|user| !now.members.contains_key(*user)) {
            self.departures.insert((channel.clone(), Some(user.clone())), at + DEPARTURE_DELAY);
        }
        if listened > 0 && now.listeners == 0 {
            self.departures.insert((channel.clone(), None), at + DEPARTURE_DELAY);
        }
    }

    /// Somebody comes: news, unless they have left a moment ago.
    fn arrive(&mut self, who: Departure) {
        if self.departures.remove(&who).is_some() {
            return;
        }
        let (channel, user) = who;
        self.push(match user {
            None => WebhookEvent::ChannelOccupied { channel },
            Some(user_id) => WebhookEvent::MemberAdded { channel, user_id },
        });
    }

    /// Something happened on this node.
    pub(super) fn happened(&mut self, what: &Happening, at: Instant) {
        match what {
            Happening::ClientEvent(ClientEvent { event, channel, data, user_id, socket_id }) => {
                let (channel, event) = (channel.clone(), event.clone());
                let (user_id, socket_id) = (user_id.clone(), socket_id.clone());
                self.push(WebhookEvent::ClientEvent {
                    channel,
                    event,
                    data: text(data),
                    socket_id,
                    user_id,
                });
            }
            Happening::CacheMiss { channel } => {
                self.missed.retain(|_, told| at < *told + MISS_PAUSE);
                let is_news = self.missed.insert(channel.clone(), at).is_none();
                if is_news && Namespace::of(channel) == Namespace::Operator {
                    self.push(WebhookEvent::CacheMiss { channel: channel.clone() });
                }
            }
        }
    }

    /// So many listen to a channel.
    pub(super) fn counted(&mut self, channel: &Arc<str>, subscription_count: usize) {
        self.push(WebhookEvent::SubscriptionCount { channel: channel.clone(), subscription_count });
    }

    /// What is to be sent by now.
    pub(super) fn due(&mut self, all: &impl Everywhere, at: Instant) -> Vec<SendWebhook> {
        let due = |(who, until): (&Departure, &Instant)| (*until <= at).then(|| who.clone());
        let gone: Vec<Departure> = self.departures.iter().filter_map(due).collect();
        for who in gone {
            self.departures.remove(&who);
            match who {
                (channel, None) if all.listeners(&channel) == 0 => {
                    self.push(WebhookEvent::ChannelVacated { channel });
                }
                (channel, Some(user_id)) if all.nodes_of(&channel, &user_id) == 0 => {
                    self.push(WebhookEvent::MemberRemoved { channel, user_id });
                }
                // They are on another node.
                _ => {}
            }
        }
        let ready = std::mem::take(&mut self.ready);
        let time_ms = chrono::Utc::now().timestamp_millis();
        ready.chunks(AT_ONCE).map(|events| SendWebhook::of(time_ms, events)).collect()
    }
}

/// Data as a text: what was a text is that, everything else is JSON.
fn text(data: &[u8]) -> String {
    match serde_json::from_slice(data) {
        Ok(Value::String(text)) => text,
        Ok(_) | Err(_) => String::from_utf8_lossy(data).into_owned(),
    }
}

#[cfg(test)]
#[path = "webhooks_tests.rs"]
mod tests;
