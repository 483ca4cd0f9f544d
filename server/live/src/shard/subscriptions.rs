//! Who listens to what. Every operation but listing takes the same time at any size.

use std::{collections::HashMap, sync::Arc};

use slab::Slab;

use super::seen_mark::SeenMark;

/// A channel's number within one table; reused once nobody listens.
pub(crate) type ChannelId = u32;

/// One listener of a channel.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) listener: u32,
    pub(crate) floor: SeenMark,
}

#[derive(Debug)]
struct Channel {
    name: Arc<str>,
    members: Vec<Member>,
}

/// Where a subscription stands in its channel's list and in its listener's.
#[derive(Clone, Copy, Debug)]
struct MemberIndex {
    in_channel: u32,
    in_listener: u32,
}

/// Channels, listeners, and the subscriptions between them.
#[derive(Debug, Default)]
pub(crate) struct Subscriptions {
    ids: HashMap<Arc<str>, ChannelId>,
    channels: Slab<Channel>,
    listeners: HashMap<u32, Vec<ChannelId>>,
    places: HashMap<(ChannelId, u32), MemberIndex>,
}

impl Subscriptions {
    /// Subscribes; false if it was subscribed already, and then nothing changes.
    pub(crate) fn insert(
        &mut self,
        listener: u32,
        name: &str,
        floor: SeenMark,
    ) -> (ChannelId, bool) {
        let id = self.ids.get(name).copied().unwrap_or_else(|| {
            let name: Arc<str> = name.into();
            let id = self.channels.insert(Channel { name: name.clone(), members: Vec::new() });
            self.ids.insert(name, id as ChannelId);
            id as ChannelId
        });
        if self.places.contains_key(&(id, listener)) {
            return (id, false);
        }
        let members = &mut self.channels[id as usize].members;
        let mine = self.listeners.entry(listener).or_default();
        let place =
            MemberIndex { in_channel: members.len() as u32, in_listener: mine.len() as u32 };
        members.push(Member { listener, floor });
        mine.push(id);
        self.places.insert((id, listener), place);
        (id, true)
    }

    /// Unsubscribes; the channel's name if there was such a subscription.
    pub(crate) fn remove(&mut self, listener: u32, id: ChannelId) -> Option<Arc<str>> {
        let place = self.places.remove(&(id, listener))?;
        let channel = &mut self.channels[id as usize];
        let name = channel.name.clone();
        channel.members.swap_remove(place.in_channel as usize);
        if let Some(moved) = channel.members.get(place.in_channel as usize)
            && let Some(its) = self.places.get_mut(&(id, moved.listener))
        {
            its.in_channel = place.in_channel;
        }
        if channel.members.is_empty() {
            self.ids.remove(&channel.name);
            self.channels.remove(id as usize);
        }
        if let Some(mine) = self.listeners.get_mut(&listener) {
            mine.swap_remove(place.in_listener as usize);
            if let Some(moved) = mine.get(place.in_listener as usize)
                && let Some(its) = self.places.get_mut(&(*moved, listener))
            {
                its.in_listener = place.in_listener;
            }
            if mine.is_empty() {
                self.listeners.remove(&listener);
            }
        }
        Some(name)
    }

    /// Ends all subscriptions of a listener; the names of its channels.
    pub(crate) fn remove_all(&mut self, listener: u32) -> Vec<Arc<str>> {
        let mine = self.listeners.get(&listener).cloned().unwrap_or_default();
        mine.into_iter().filter_map(|id| self.remove(listener, id)).collect()
    }

    /// Whether there is such a subscription.
    pub(crate) fn contains(&self, listener: u32, id: ChannelId) -> bool {
        self.places.contains_key(&(id, listener))
    }

    /// The number of a channel that has listeners.
    pub(crate) fn id(&self, name: &str) -> Option<ChannelId> {
        self.ids.get(name).copied()
    }

    /// The name of a channel that has listeners.
    pub(crate) fn name(&self, id: ChannelId) -> Option<&Arc<str>> {
        self.channels.get(id as usize).map(|channel| &channel.name)
    }

    /// The listeners of a channel.
    pub(crate) fn members(&mut self, id: ChannelId) -> &mut [Member] {
        match self.channels.get_mut(id as usize) {
            Some(channel) => &mut channel.members,
            None => &mut [],
        }
    }

    /// One subscription's floor.
    pub(crate) fn floor(&mut self, listener: u32, id: ChannelId) -> Option<&mut SeenMark> {
        let place = self.places.get(&(id, listener))?;
        let channel = self.channels.get_mut(id as usize)?;
        channel.members.get_mut(place.in_channel as usize).map(|member| &mut member.floor)
    }

    /// How many channels a listener has.
    pub(crate) fn count(&self, listener: u32) -> usize {
        self.listeners.get(&listener).map_or(0, Vec::len)
    }

    /// Panics if the lists and indexes disagree.
    #[cfg(test)]
    pub(crate) fn check_invariants(&self) {
        assert_eq!(self.ids.len(), self.channels.len());
        let mut seen = 0;
        for (id, channel) in &self.channels {
            assert!(!channel.members.is_empty(), "a channel nobody listens to is gone");
            assert_eq!(self.ids.get(&channel.name), Some(&(id as ChannelId)));
            for (at, member) in channel.members.iter().enumerate() {
                let place = self.places[&(id as ChannelId, member.listener)];
                assert_eq!(place.in_channel as usize, at);
                assert_eq!(
                    self.listeners[&member.listener][place.in_listener as usize],
                    id as ChannelId
                );
                seen += 1;
            }
        }
        assert_eq!(self.places.len(), seen);
        assert_eq!(self.listeners.values().map(Vec::len).sum::<usize>(), seen);
        assert!(self.listeners.values().all(|mine| !mine.is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn subscribing_twice_changes_nothing() {
        let mut table = Subscriptions::default();
        let (id, new) = table.insert(1, "sports", SeenMark::default());
        assert!(new);
        assert_eq!(table.insert(1, "sports", SeenMark::default()), (id, false));
        assert_eq!(table.count(1), 1);
        table.check_invariants();
    }

    #[derive(Clone, Debug)]
    enum Step {
        Insert(u32, u8),
        Remove(u32, u8),
        RemoveAll(u32),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0u32..8, 0u8..6).prop_map(|(l, c)| Step::Insert(l, c)),
            3 => (0u32..8, 0u8..6).prop_map(|(l, c)| Step::Remove(l, c)),
            1 => (0u32..8).prop_map(Step::RemoveAll),
        ]
    }

    proptest! {
        #[test]
        fn the_table_is_a_set_of_pairs_after_any_steps(
            steps in prop::collection::vec(step(), 0..200),
        ) {
            let mut table = Subscriptions::default();
            let mut model: BTreeSet<(u32, String)> = BTreeSet::new();
            for step in steps {
                match step {
                    Step::Insert(listener, channel) => {
                        let name = format!("c{channel}");
                        let (_, new) = table.insert(listener, &name, SeenMark::default());
                        prop_assert_eq!(new, model.insert((listener, name)));
                    }
                    Step::Remove(listener, channel) => {
                        let name = format!("c{channel}");
                        let removed = table.id(&name).and_then(|id| table.remove(listener, id));
                        prop_assert_eq!(removed.is_some(), model.remove(&(listener, name)));
                    }
                    Step::RemoveAll(listener) => {
                        let gone = table.remove_all(listener).len();
                        let before = model.len();
                        model.retain(|(other, _)| *other != listener);
                        prop_assert_eq!(gone, before - model.len());
                    }
                }
                table.check_invariants();
            }
            let mut listed = BTreeSet::new();
            for channel in 0..6 {
                let name = format!("c{channel}");
                if let Some(id) = table.id(&name) {
                    for member in table.members(id) {
                        listed.insert((member.listener, name.clone()));
                    }
                }
            }
            prop_assert_eq!(listed, model);
        }
    }
}
