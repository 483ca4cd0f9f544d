//! Channels as publishers and other nodes see them: events told on them, who is there, what is kept.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    hub::{Hub, Shared},
    message::{Broadcast, ClientEvent},
    protocol::{
        channel::{self, Kind},
        close::CloseCode,
    },
    rooms::{Kept, Members},
    shard::Command,
    told::Told,
};

/// What one node says of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The channel.
    pub channel: Arc<str>,
    /// Sockets and streams there that listen to it.
    pub listeners: usize,
    /// Users there, on a presence channel.
    pub members: Members,
}

impl Shared {
    /// Tells every shard. Never waits.
    pub(crate) fn tell(&self, told: Told) {
        let told = Arc::new(told);
        for port in self.ports() {
            port.send(Command::Broadcast(told.clone()));
        }
    }

    fn statement(&self, channel: Arc<str>) -> Statement {
        let members = match Kind::of(&channel).0 {
            Kind::Presence => self.rooms.here(&channel),
            Kind::Public | Kind::Private | Kind::Encrypted => Members::new(),
        };
        Statement { listeners: self.occupancy.of(&channel), channel, members }
    }
}

impl Hub {
    /// Tells the sockets of this node something outside the log. Cache channels keep it.
    pub fn broadcast(&self, broadcast: &Broadcast) {
        let shared = self.shared();
        shared.rooms.publish(broadcast, |told| shared.tell(told));
    }

    /// Tells the sockets of this node what a client of another said.
    pub fn relay(&self, said: &ClientEvent) {
        self.shared().tell(Told::client_event(said));
    }

    /// Closes every socket of this node that is signed in as a user.
    pub fn close_user(&self, user: &str, reason: &str) {
        let (user, reason): (Arc<str>, Arc<str>) = (user.into(), reason.into());
        for port in self.ports() {
            let (user, reason) = (user.clone(), reason.clone());
            port.send(Command::CloseUser { user, code: CloseCode::Unauthorized, reason });
        }
    }

    /// How many listen to a channel on all nodes.
    pub fn listeners(&self, channel: &str) -> usize {
        self.shared().occupancy.of(channel) + self.shared().peers.of(channel)
    }

    /// Every channel of that prefix with a listener on any node, and how many it has. Those of one
    /// user are nobody's to list.
    pub fn listened_to(&self, prefix: &str) -> BTreeMap<Arc<str>, usize> {
        let shared = self.shared();
        let mut found = BTreeMap::new();
        for (name, count) in shared.occupancy.all().into_iter().chain(shared.peers.all()) {
            if name.starts_with(prefix) && channel::user(&name).is_none() {
                *found.entry(name).or_default() += count;
            }
        }
        found
    }

    /// The users on a presence channel, on all nodes.
    pub fn users(&self, channel: &str) -> Vec<Arc<str>> {
        let members = self.shared().rooms.members(channel);
        members.into_iter().map(|user| user.id).collect()
    }

    /// On how many nodes a user is on a presence channel.
    pub fn nodes_of(&self, channel: &str, user: &str) -> usize {
        self.shared().rooms.nodes_of(channel, user)
    }

    /// Tells the sockets of this node how many listen to a channel.
    pub fn tell_count(&self, channel: &Arc<str>, listeners: usize) {
        self.shared().tell(Told::count(channel, listeners));
    }

    /// The last event of a cache channel.
    pub fn last_event(&self, channel: &str) -> Option<Kept> {
        self.shared().rooms.last(channel)
    }

    /// From now on [`Hub::changed`] says what changes.
    pub fn watch(&self) {
        self.shared().occupancy.watch();
    }

    /// Waits until listeners or members of channels change on this node; how they stand then.
    pub async fn changed(&self) -> Vec<Statement> {
        let changed = self.shared().occupancy.changed().await;
        changed.into_iter().map(|channel| self.shared().statement(channel)).collect()
    }

    /// How all channels of this node stand.
    pub fn statements(&self) -> Vec<Statement> {
        let all = self.shared().occupancy.all().into_iter();
        all.map(|(channel, _)| self.shared().statement(channel)).collect()
    }

    /// Another node says how a channel stands there. Who listens here is told of its members.
    pub fn hear(&self, node: &Arc<str>, statement: &Statement) {
        let Statement { channel, listeners, members } = statement;
        let shared = self.shared();
        shared.peers.state(node, channel, *listeners);
        if Kind::of(channel).0 == Kind::Presence {
            shared.rooms.hear(node, channel, members, |told| shared.tell(told));
        }
    }

    /// Another node says how all its channels stand: of those it does not name it has none.
    pub fn hear_all(&self, node: &Arc<str>, statements: &[Statement]) {
        let named = |channel: &Arc<str>| statements.iter().any(|one| one.channel == *channel);
        for channel in self.shared().peers.channels(node).into_iter().filter(|one| !named(one)) {
            self.hear(node, &Statement { channel, listeners: 0, members: Members::new() });
        }
        for statement in statements {
            self.hear(node, statement);
        }
    }

    /// Another node is gone, and its listeners with it.
    pub fn forget(&self, node: &Arc<str>) {
        let shared = self.shared();
        for channel in shared.peers.forget(node) {
            if Kind::of(&channel).0 == Kind::Presence {
                shared.rooms.hear(node, &channel, &Members::new(), |told| shared.tell(told));
            }
        }
    }

    /// The last events of cache channels.
    pub fn kept(&self) -> Vec<(Arc<str>, Kept)> {
        self.shared().rooms.all_kept()
    }

    /// Keeps what another node has kept, where nothing newer is kept here.
    pub fn keep(&self, channel: Arc<str>, kept: Kept) {
        self.shared().rooms.keep(channel, kept);
    }
}
