//! What listeners and the application are told of channels.

use super::{counts::Counts, webhooks::Webhooks};
use crate::queue::Queue;
use live::{Happening, Hub, Statement};
use std::{collections::HashSet, sync::Arc};
use tokio::time::Instant;

/// What listeners and the application are told.
pub(super) struct News {
    counts: Option<Counts>,
    webhooks: Option<(Queue, Webhooks)>,
}

impl News {
    pub(super) fn new(counts: bool, webhooks: Option<Queue>) -> Self {
        let webhooks = webhooks.map(|queue| (queue, Webhooks::default()));
        Self { counts: counts.then(Counts::default), webhooks }
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.counts.is_some() || self.webhooks.is_some()
    }

    /// Channels of this node changed.
    pub(super) fn changed(&mut self, hub: &Hub, changed: &[Statement]) {
        for statement in changed {
            if let Some((_, webhooks)) = &mut self.webhooks {
                webhooks.changed(hub, statement, Instant::now());
            }
            self.count(hub, &statement.channel, true);
        }
    }

    /// Something happened on this node.
    pub(super) fn happened(&mut self, what: &Happening) {
        if let Some((_, webhooks)) = &mut self.webhooks {
            webhooks.happened(what, Instant::now());
        }
    }

    /// Tells how many listen to a channel; the application by the node where that changed.
    fn count(&mut self, hub: &Hub, channel: &Arc<str>, here: bool) {
        let told = self.counts.as_mut().and_then(|counts| counts.tell(hub, channel));
        if let (Some(listeners), true, Some((_, webhooks))) = (told, here, &mut self.webhooks) {
            webhooks.counted(channel, listeners);
        }
    }

    /// Tells what is due.
    pub(super) async fn look(&mut self, hub: &Hub, elsewhere: HashSet<Arc<str>>) {
        let owed = self.counts.as_ref().map(Counts::owed).unwrap_or_default();
        for channel in elsewhere.iter().chain(&owed) {
            self.count(hub, channel, false);
        }
        let Some((queue, webhooks)) = &mut self.webhooks else { return };
        for webhook in webhooks.due(hub, Instant::now()) {
            if let Err(error) = queue.enqueue(&webhook).await {
                tracing::error!(%error, "a webhook could not be put into the queue and is lost");
            }
        }
    }
}
