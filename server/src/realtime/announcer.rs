//! A committed change as the engine's message, and word of it to other processes.

use crate::{ingest::Announce, redis::Notifier};
use async_trait::async_trait;
use entity::model::{Change, Channel};
use live::{Hub, Message};
use std::sync::{Arc, OnceLock};

/// Tells the hub, and other processes where Redis carries it. The hub is started after the log is
/// read, so it is given later.
#[derive(Clone, Default)]
pub struct Announcer {
    hub: Arc<OnceLock<Hub>>,
    notifier: Option<Notifier>,
}

impl Announcer {
    /// One that tells other processes by these.
    pub fn new(notifier: Option<Notifier>) -> Self {
        Self { hub: Arc::default(), notifier }
    }

    /// From now on tell this hub.
    pub fn connect(&self, hub: Hub) {
        // Only ever called once, at start; a second hub would be a second service.
        let _ = self.hub.set(hub);
    }
}

#[async_trait]
impl Announce for Announcer {
    async fn announce(&self, change: &Change) {
        if let Some(hub) = self.hub.get() {
            hub.publish(message(change)).await;
        }
    }

    fn moved(&self) {
        if let Some(notifier) = &self.notifier {
            notifier.data_changed();
        }
    }
}

/// A change as it is sent: once on each of the four channels that cover it.
pub fn message(change: &Change) -> Message {
    let channels = change.channel.parse::<Channel>().map_or_else(
        |_| vec![change.channel.as_str().into()],
        |channel| channel.covering().iter().map(|c| c.to_string().into()).collect(),
    );
    let data = serde_json::to_vec(change).expect("a change holds nothing that JSON cannot say");
    Message {
        seq: change.seq.0,
        event: change.event_name().as_str().into(),
        channels,
        key: change.channel.as_str().into(),
        data: data.into(),
    }
}
