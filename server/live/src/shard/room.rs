//! Subscriptions to channels that have a room: members, or a last event.

use std::sync::Arc;

use super::{Key, Shard, seen_mark::SeenMark};
use crate::{
    backend::Happening,
    protocol::{
        channel::Kind,
        denial::Denial,
        member::User,
        outgoing::{self, Outcome},
    },
    rooms::MOST_MEMBERS,
};

impl Shard {
    /// Begins a subscription, or begins it anew.
    pub(super) fn subscribe_to_room(
        &mut self,
        key: Key,
        name: &str,
        as_whom: Option<&User>,
    ) -> Result<(), (Denial, String)> {
        let name: Arc<str> = name.into();
        let (kind, cached) = Kind::of(&name);
        let tell = |told| self.shared.tell(told);
        let found = self.shared.rooms.enter(&name, as_whom, tell).map_err(|_| {
            let why = format!(
                "A presence channel has {MOST_MEMBERS} members at most, and this one does."
            );
            (Denial::TooMany, why)
        })?;
        self.join(key, &name, SeenMark::at(found.number));
        if let (Some(user), Some(conn)) = (as_whom, self.conns.get_mut(key)) {
            let known = conn.known.get_or_insert_default();
            known.memberships.insert(name.clone(), user.id.clone());
        }
        self.send_text(
            key,
            &match kind {
                Kind::Presence => outgoing::joined(&name, &found.members),
                Kind::Public | Kind::Private | Kind::Encrypted => {
                    outgoing::subscribed(&name, Outcome::Fresh)
                }
            },
        );
        match found.last {
            Some(last) => {
                self.send_text(key, &outgoing::event(&last.event, &name, &last.data));
                self.counted.messages_out += 1;
            }
            None if cached => {
                self.send_text(key, &outgoing::cache_miss(&name));
                self.shared.source.happened(Happening::CacheMiss { channel: name });
            }
            None => {}
        }
        Ok(())
    }

    /// Takes note that a connection no longer listens to a channel.
    pub(super) fn leave(&mut self, key: Key, channel: &Arc<str>) {
        self.shared.occupancy.leave(channel);
        let known = self.conns.get_mut(key).and_then(|conn| conn.known.as_mut());
        if let Some(user) = known.and_then(|known| known.memberships.remove(channel)) {
            self.shared.rooms.leave(channel, &user, |told| self.shared.tell(told));
            self.shared.occupancy.note(channel);
        }
    }
}
