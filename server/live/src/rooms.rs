//! Rooms: what is kept of a presence or cache channel beside who listens: its members, and the last
//! event told on it. A word of its own, for most channels have neither.
//!
//! Members sit at sockets of any shard and any node. Whether somebody is the first or the last of a
//! user is decided under one lock, and told to every shard under the same, so that all hear it in
//! the order it was decided. Everything told of a room has a number; a subscription that begins hears
//! what comes after the number it began with, and nothing twice.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;

use crate::{
    message::Broadcast,
    protocol::{
        channel::Kind,
        member::{User, UserInfo},
        outgoing,
    },
    told::Told,
};

/// How long the last event of a cache channel is kept.
const KEPT: Duration = Duration::from_secs(30 * 60);
/// Cache channels whose last event is kept; beyond, the oldest go.
const MOST_KEPT: usize = 1_000;
/// Users that a presence channel may have.
pub(crate) const MOST_MEMBERS: usize = 100;

/// The members of a channel on one node: what is said of each, by user id.
pub type Members = BTreeMap<Arc<str>, Option<UserInfo>>;

/// The last event of a cache channel.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its name.
    pub event: Arc<str>,
    /// Its data.
    pub data: Bytes,
    /// When it is forgotten.
    pub until: Instant,
}

/// Every room.
#[derive(Debug, Default)]
pub(crate) struct Rooms(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// Of the last thing that was told.
    number: u64,
    presence: HashMap<Arc<str>, BTreeMap<Arc<str>, Seat>>,
    kept: HashMap<Arc<str>, Kept>,
}

/// A user on a presence channel.
#[derive(Debug, Default)]
struct Seat {
    info: Option<UserInfo>,
    /// Sockets on this node.
    here: usize,
    /// Other nodes with sockets of theirs.
    there: BTreeSet<Arc<str>>,
}

impl Seat {
    fn is_empty(&self) -> bool {
        self.here == 0 && self.there.is_empty()
    }
}

/// How a subscription finds its room.
#[derive(Debug)]
pub(crate) struct Found {
    /// What was told up to here it need not hear.
    pub(crate) number: u64,
    /// The members of a presence channel, the newcomer included.
    pub(crate) members: Vec<User>,
    /// The last event of a cache channel.
    pub(crate) last: Option<Kept>,
}

/// All seats of a presence channel are taken.
#[derive(Debug)]
pub(crate) struct RoomFull;

impl Rooms {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a room, as somebody where it is a presence channel. Others are told by `tell`.
    pub(crate) fn enter(
        &self,
        channel: &Arc<str>,
        user: Option<&User>,
        tell: impl Fn(Told),
    ) -> Result<Found, RoomFull> {
        let mut inner = self.lock();
        if let Some(user) = user {
            inner.sit(channel, user, tell)?;
        }
        let number = inner.number;
        Ok(Found { number, members: inner.members(channel), last: inner.last(channel) })
    }

    /// A socket of a user leaves a presence channel.
    pub(crate) fn leave(&self, channel: &Arc<str>, user: &str, tell: impl Fn(Told)) {
        let mut inner = self.lock();
        let seat = inner.presence.get_mut(channel).and_then(|seats| seats.get_mut(user));
        let Some(seat) = seat else { return };
        seat.here -= 1;
        inner.clear(channel, user, &tell);
    }

    /// What another node says of the members it has on a channel; all of them.
    pub(crate) fn hear(
        &self,
        node: &Arc<str>,
        channel: &Arc<str>,
        members: &Members,
        tell: impl Fn(Told),
    ) {
        let mut inner = self.lock();
        let seats = inner.presence.get(channel).into_iter().flatten();
        let gone: Vec<Arc<str>> = seats
            .filter(|(user, seat)| seat.there.contains(node) && !members.contains_key(*user))
            .map(|(user, _)| user.clone())
            .collect();
        for user in gone {
            let seats = inner.presence.get_mut(channel);
            if let Some(seat) = seats.and_then(|seats| seats.get_mut(&user)) {
                seat.there.remove(node);
            }
            inner.clear(channel, &user, &tell);
        }
        for (user, info) in members {
            let seats = inner.presence.entry(channel.clone()).or_default();
            let seat = seats.entry(user.clone()).or_default();
            let first = seat.is_empty();
            seat.there.insert(node.clone());
            if first {
                seat.info.clone_from(info);
                let user = User { id: user.clone(), info: info.clone() };
                inner.tell_added(channel, &user, &tell);
            }
        }
    }

    /// The members on sockets of this node.
    pub(crate) fn here(&self, channel: &str) -> Members {
        let inner = self.lock();
        let seats = inner.presence.get(channel).into_iter().flatten();
        let here = seats.filter(|(_, seat)| seat.here > 0);
        here.map(|(user, seat)| (user.clone(), seat.info.clone())).collect()
    }

    /// On how many nodes a user is on a presence channel.
    pub(crate) fn nodes_of(&self, channel: &str, user: &str) -> usize {
        let inner = self.lock();
        let seat = inner.presence.get(channel).and_then(|seats| seats.get(user));
        seat.map_or(0, |seat| seat.there.len() + usize::from(seat.here > 0))
    }

    /// All members of a presence channel.
    pub(crate) fn members(&self, channel: &str) -> Vec<User> {
        self.lock().members(channel)
    }

    /// Tells an event; of channels that keep their last one, it is that from now on.
    pub(crate) fn publish(&self, broadcast: &Broadcast, tell: impl Fn(Told)) {
        if !broadcast.channels.iter().any(|channel| Kind::of(channel).1) {
            return tell(Told::event(broadcast, None));
        }
        let mut inner = self.lock();
        inner.number += 1;
        for channel in broadcast.channels.iter().filter(|channel| Kind::of(channel).1) {
            inner.keep(channel, broadcast);
        }
        tell(Told::event(broadcast, Some(inner.number)));
    }

    /// The last event of a cache channel.
    pub(crate) fn last(&self, channel: &str) -> Option<Kept> {
        self.lock().last(channel)
    }

    /// Every event that is kept.
    pub(crate) fn all_kept(&self) -> Vec<(Arc<str>, Kept)> {
        let now = Instant::now();
        let inner = self.lock();
        let kept = inner.kept.iter().filter(|(_, kept)| kept.until > now);
        kept.map(|(channel, kept)| (channel.clone(), kept.clone())).collect()
    }

    /// Keeps what another node has kept, unless something as new is kept here.
    pub(crate) fn keep(&self, channel: Arc<str>, kept: Kept) {
        let mut inner = self.lock();
        if inner.last(&channel).is_none_or(|known| known.until < kept.until) {
            inner.make_room();
            inner.kept.insert(channel, kept);
        }
    }
}

impl Inner {
    fn sit(
        &mut self,
        channel: &Arc<str>,
        user: &User,
        tell: impl Fn(Told),
    ) -> Result<(), RoomFull> {
        let seats = self.presence.entry(channel.clone()).or_default();
        if seats.len() >= MOST_MEMBERS && !seats.contains_key(&user.id) {
            return Err(RoomFull);
        }
        let seat = seats.entry(user.id.clone()).or_default();
        let first = seat.is_empty();
        seat.here += 1;
        if first {
            seat.info.clone_from(&user.info);
            self.tell_added(channel, user, &tell);
        }
        Ok(())
    }

    /// Takes a seat away that nobody has any more.
    fn clear(&mut self, channel: &Arc<str>, user: &str, tell: &impl Fn(Told)) {
        let Some(seats) = self.presence.get_mut(channel) else { return };
        if !seats.get(user).is_some_and(Seat::is_empty) {
            return;
        }
        seats.remove(user);
        if seats.is_empty() {
            self.presence.remove(channel);
        }
        self.number += 1;
        let data = outgoing::member_removed(user);
        tell(Told::of_room("pusher_internal:member_removed", channel, &data, self.number));
    }

    fn tell_added(&mut self, channel: &Arc<str>, user: &User, tell: &impl Fn(Told)) {
        self.number += 1;
        let data = outgoing::member_added(user);
        tell(Told::of_room("pusher_internal:member_added", channel, &data, self.number));
    }

    fn members(&self, channel: &str) -> Vec<User> {
        let seats = self.presence.get(channel).into_iter().flatten();
        seats.map(|(id, seat)| User { id: id.clone(), info: seat.info.clone() }).collect()
    }

    fn last(&self, channel: &str) -> Option<Kept> {
        self.kept.get(channel).filter(|kept| kept.until > Instant::now()).cloned()
    }

    fn keep(&mut self, channel: &Arc<str>, broadcast: &Broadcast) {
        self.make_room();
        let Broadcast { event, data, .. } = broadcast;
        let kept = Kept { event: event.clone(), data: data.clone(), until: Instant::now() + KEPT };
        self.kept.insert(channel.clone(), kept);
    }

    fn make_room(&mut self) {
        if self.kept.len() < MOST_KEPT {
            return;
        }
        let now = Instant::now();
        self.kept.retain(|_, kept| kept.until > now);
        let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.until);
        let oldest = oldest.map(|(channel, _)| channel.clone());
        if let Some(oldest) = oldest.filter(|_| self.kept.len() >= MOST_KEPT) {
            self.kept.remove(&oldest);
        }
    }
}

#[cfg(test)]
#[path = "rooms_tests.rs"]
mod tests;
