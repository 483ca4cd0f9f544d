//! The nodes of one service: an event published on one is told on all, and each knows who listens on
//! the others.
//!
//! Every node says how its channels stand as they change, numbered, and that it lives every
//! [`ALIVE`]. Who finds a number missing asks for the whole; who is not heard for [`GONE`] is
//! forgotten, and its members leave. So all agree a moment after they hear one another, whoever died,
//! came or was cut off meanwhile. Without Redis there is one node, and nothing is said.

mod counts;
mod news;
mod shared;
mod webhooks;
mod word;

use crate::{queue::Queue, redis::RedisContext};
use live::{Broadcast, Happening, Hub};
use news::News;
use shared::Shared;
use std::{sync::Arc, time::Duration};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;
use word::Said;

/// How often a node says that it lives.
pub const ALIVE: Duration = Duration::from_secs(2);
/// After this long without a word a node is taken to be dead.
pub const GONE: Duration = Duration::from_secs(8);

/// How often it is looked what listeners and applications are owed.
const LOOK: Duration = Duration::from_millis(250);

/// This node among the others. Cheap to clone.
#[derive(Clone)]
pub struct Nodes {
    shared: Arc<Shared>,
    /// Whether listeners are told how many they are.
    counts: bool,
    /// Where webhooks are put, if anybody is to be told.
    webhooks: Option<Queue>,
}

impl Nodes {
    /// A node with this hub, among those on the same Redis.
    pub fn new(
        hub: Hub,
        common: Option<&RedisContext>,
        happenings: UnboundedReceiver<Happening>,
    ) -> Self {
        let shared = Arc::new(Shared::new(hub, common, happenings));
        Self { shared, counts: false, webhooks: None }
    }

    /// The same, telling listeners of the operator's channels how many they are if that is wanted.
    pub fn counting(self, counts: bool) -> Self {
        self.shared.note_elsewhere(counts);
        Self { counts, ..self }
    }

    /// The same, telling an application of its channels by webhooks put into a queue.
    pub fn telling(self, webhooks: Option<Queue>) -> Self {
        Self { webhooks, ..self }
    }

    /// Tell an event on every node; waits a moment where listeners lag behind.
    pub async fn publish(&self, broadcast: &Broadcast) {
        self.shared.hub.pace().await;
        self.shared.hub.broadcast(broadcast);
        if !self.shared.say(Said::from(broadcast)).await {
            let event = &*broadcast.event;
            tracing::warn!(event, "an event was told on this node alone, for Redis is away");
        }
    }

    /// Close the sockets of a user on every node.
    pub async fn close_user(&self, user: &str) {
        self.shared.close_user(user);
        if !self.shared.say(Said::CloseUser { user: user.into() }).await {
            tracing::warn!("a user's sockets were closed on this node alone, for Redis is away");
        }
    }

    /// Sockets open on all nodes.
    pub fn sockets(&self) -> usize {
        self.shared.hub.stats().sockets + self.shared.sockets_elsewhere()
    }

    /// Hear the others and tell them, until told to stop.
    pub async fn run(self, stop: CancellationToken) {
        let Self { shared, counts, webhooks } = self;
        let mut happenings = shared.happenings.lock().await;
        if shared.bus.is_some() || counts || webhooks.is_some() {
            shared.hub.watch();
        }
        let listening = shared.bus.clone().map(|bus| {
            let heard = shared.clone();
            tokio::spawn(bus.listen(move |word| heard.hear(word)))
        });
        let mut news = News::new(counts, webhooks);
        let (mut number, mut ticks) = (0, tokio::time::interval(ALIVE));
        let mut looks = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                changed = shared.hub.changed() => {
                    news.changed(&shared.hub, &changed);
                    shared.state(&mut number, false, changed).await;
                }
                Some(happening) = happenings.recv() => {
                    news.happened(&happening);
                    shared.tell(happening).await;
                }
                () = shared.wanted.notified() => shared.answer(&mut number).await,
                _ = ticks.tick() => {
                    shared.state(&mut number, false, Vec::new()).await;
                    shared.forget_the_dead();
                }
                _ = looks.tick(), if news.is_wanted() => {
                    news.look(&shared.hub, shared.take_elsewhere()).await;
                }
            }
        }
        if let Some(listening) = listening {
            listening.abort();
        }
        shared.say(Said::Bye).await;
    }
}
