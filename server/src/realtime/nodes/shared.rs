//! What a node knows of the others, and what it says to them.

use super::{
    GONE,
    word::{Channel, KeptEvent, NodeWord, Said},
};
use crate::redis::{Bus, RedisContext, Word};
use live::{Broadcast, ClientEvent, Happening, Hub, Statement};
use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};
use tokio::{
    sync::{Notify, mpsc::UnboundedReceiver},
    time::Instant,
};

pub(super) struct Shared {
    pub(super) hub: Hub,
    pub(super) bus: Option<Bus>,
    /// Another at every start, so that what a dead process said is nobody's.
    node: Arc<str>,
    others: Mutex<HashMap<Arc<str>, Other>>,
    /// What happened on this node.
    pub(super) happenings: tokio::sync::Mutex<UnboundedReceiver<Happening>>,
    /// The others are to hear how all channels stand.
    whole: AtomicBool,
    /// The others are to hear which events are kept.
    kept: AtomicBool,
    /// Who is to be asked for the whole; nobody in particular where it is this node that is new.
    missing: Mutex<Vec<Option<Arc<str>>>>,
    pub(super) wanted: Notify,
    /// Channels whose listeners on other nodes changed, while this is of interest.
    elsewhere: Mutex<Option<HashSet<Arc<str>>>>,
}

/// What is known of another node.
struct Other {
    /// The number of its last state.
    number: u64,
    heard_at: Instant,
    sockets: usize,
}

impl Shared {
    pub(super) fn new(
        hub: Hub,
        common: Option<&RedisContext>,
        happenings: UnboundedReceiver<Happening>,
    ) -> Self {
        Self {
            hub,
            bus: common.map(|common| common.bus.clone()),
            node: format!("{:016x}", rand::random::<u64>()).into(),
            others: Mutex::default(),
            happenings: tokio::sync::Mutex::new(happenings),
            whole: AtomicBool::new(false),
            kept: AtomicBool::new(false),
            missing: Mutex::default(),
            wanted: Notify::new(),
            elsewhere: Mutex::default(),
        }
    }

    /// Sockets open on other nodes.
    pub(super) fn sockets_elsewhere(&self) -> usize {
        self.others().values().map(|other| other.sockets).sum()
    }

    /// Whether it is of interest which channels change on other nodes.
    pub(super) fn note_elsewhere(&self, wanted: bool) {
        *self.elsewhere() = wanted.then(HashSet::new);
    }

    fn others(&self) -> MutexGuard<'_, HashMap<Arc<str>, Other>> {
        self.others.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn missing(&self) -> MutexGuard<'_, Vec<Option<Arc<str>>>> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn elsewhere(&self) -> MutexGuard<'_, Option<HashSet<Arc<str>>>> {
        self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn take_elsewhere(&self) -> HashSet<Arc<str>> {
        self.elsewhere().as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Says something to the others; false where they cannot hear it.
    pub(super) async fn say(&self, said: Said) -> bool {
        let Some(bus) = &self.bus else { return true };
        let word = NodeWord { node: self.node.clone(), said };
        let word = serde_json::to_vec(&word).expect("a word holds nothing that JSON cannot say");
        bus.say(&word).await.is_ok()
    }

    /// Says how channels stand. One that nobody hears is missed by its number.
    pub(super) async fn state(&self, number: &mut u64, whole: bool, channels: Vec<Statement>) {
        if self.bus.is_none() {
            return;
        }
        *number += 1;
        let sockets = self.hub.stats().sockets;
        let channels: Vec<Channel> = channels.into_iter().map(Channel::from).collect();
        self.say(Said::State { number: *number, whole, sockets, channels }).await;
    }

    /// Says what happened here.
    pub(super) async fn tell(&self, happening: Happening) {
        match happening {
            Happening::ClientEvent(said) => {
                self.say(Said::from(&said)).await;
            }
            Happening::CacheMiss { .. } => {}
        }
    }

    /// Asks for and says what is wanted.
    pub(super) async fn answer(&self, number: &mut u64) {
        let missing = std::mem::take(&mut *self.missing());
        for of in missing {
            self.say(Said::Ask { of }).await;
        }
        if self.whole.swap(false, Relaxed) {
            self.state(number, true, self.hub.statements()).await;
        }
        if self.kept.swap(false, Relaxed) {
            let kept = self.hub.kept();
            let events = kept.iter().map(|(channel, kept)| KeptEvent::new(channel.clone(), kept));
            self.say(Said::Kept { events: events.collect() }).await;
        }
    }

    /// Takes in what is heard.
    pub(super) fn hear(&self, word: Word) {
        let word = match word {
            Word::Open => {
                self.missing().push(None);
                self.whole.store(true, Relaxed);
                return self.wanted.notify_one();
            }
            Word::Said(word) => word,
        };
        match serde_json::from_slice::<NodeWord>(&word) {
            Ok(word) if word.node == self.node => {}
            Ok(NodeWord { node, said }) => self.heard(&node, said),
            Err(error) => tracing::warn!(%error, "another node said what cannot be read"),
        }
    }

    fn heard(&self, node: &Arc<str>, said: Said) {
        match said {
            Said::State { number, whole, sockets, channels } => {
                let statements: Vec<_> = channels.into_iter().map(Statement::from).collect();
                if let Some(elsewhere) = &mut *self.elsewhere() {
                    elsewhere.extend(statements.iter().map(|one| one.channel.clone()));
                }
                if self.follows(node, number, whole, sockets) {
                    match whole {
                        true => self.hub.hear_all(node, &statements),
                        false => statements.iter().for_each(|one| self.hub.hear(node, one)),
                    }
                }
            }
            Said::Ask { of } => {
                if of.as_ref().is_none_or(|of| *of == self.node) {
                    self.whole.store(true, Relaxed);
                    self.kept.fetch_or(of.is_none(), Relaxed);
                    self.wanted.notify_one();
                }
            }
            Said::Kept { events } => {
                for (channel, kept) in events.into_iter().map(KeptEvent::kept) {
                    self.hub.keep(channel, kept);
                }
            }
            Said::Bye => {
                self.others().remove(node);
                self.hub.forget(node);
            }
            Said::Event { event, channels, data, except } => {
                self.hub.broadcast(&Broadcast { event, channels, data: data.into(), except });
            }
            Said::ClientEvent { event, channel, data, user_id, socket_id } => {
                let data = data.into();
                self.hub.relay(&ClientEvent { event, channel, data, user_id, socket_id });
            }
            Said::CloseUser { user } => self.close_user(&user),
        }
    }

    /// Whether a state is the one after the last of its node, or a whole one; else the whole is
    /// asked for.
    fn follows(&self, node: &Arc<str>, number: u64, whole: bool, sockets: usize) -> bool {
        let mut others = self.others();
        let known = others.get(node).map(|other| other.number);
        let follows = whole || known.is_some_and(|known| number == known + 1);
        let heard_at = Instant::now();
        if follows {
            others.insert(node.clone(), Other { number, heard_at, sockets });
        } else {
            if let Some(other) = others.get_mut(node) {
                other.heard_at = heard_at;
            }
            let mut missing = self.missing();
            if !missing.contains(&Some(node.clone())) {
                missing.push(Some(node.clone()));
            }
            self.wanted.notify_one();
        }
        follows
    }

    pub(super) fn forget_the_dead(&self) {
        let mut dead = Vec::new();
        self.others().retain(|node, other| {
            let lives = other.heard_at.elapsed() < GONE;
            if !lives {
                dead.push(node.clone());
            }
            lives
        });
        for node in dead {
            tracing::warn!(%node, "another node is not heard any more; its listeners are forgotten");
            self.hub.forget(&node);
        }
    }

    pub(super) fn close_user(&self, user: &str) {
        self.hub.close_user(user, "The operator has ended your connections.");
    }
}
