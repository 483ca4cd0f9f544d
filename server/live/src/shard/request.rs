//! What clients ask for.

use std::sync::atomic::Ordering::Relaxed;

use super::{Key, Shard, seen_mark::SeenMark};
use crate::{
    message_rate::Turn,
    protocol::{
        channel::Kind,
        incoming::{self, Refusal, Request, Resume, Subscribe},
        outgoing::{self, Outcome},
    },
};

/// Whether the channel has a room: members, or a last event.
fn room_of(wish: &Subscribe) -> bool {
    let (kind, cached) = Kind::of(&wish.channel);
    cached || kind == Kind::Presence
}

impl Shard {
    /// Answers one text message.
    pub(super) fn request(&mut self, key: Key, text: &str, turn: &mut Turn) {
        match incoming::parse(text) {
            Ok(Request::Ping) => self.send_text(key, outgoing::PONG),
            Ok(Request::Pong) => {}
            Ok(Request::Subscribe(wish)) => {
                if wish.resume != Resume::Fresh {
                    turn.resume();
                    if !self.resumes(key) {
                        return self.close_flooding(key);
                    }
                }
                let begun = self.permit(key, &wish).and_then(|as_whom| match room_of(&wish) {
                    true => self.subscribe_to_room(key, &wish.channel, as_whom.as_ref()),
                    false => {
                        self.subscribe(key, &wish);
                        Ok(())
                    }
                });
                if let Err((denial, why)) = begun {
                    self.send_text(key, &outgoing::subscription_error(&wish.channel, denial, &why));
                    self.send_text(key, &outgoing::error(denial.code(), &why));
                }
            }
            Ok(Request::Unsubscribe { channel }) => self.unsubscribe(key, &channel),
            Ok(Request::SignIn(wish)) => {
                let outcome = self.sign_in(key, &wish);
                self.say_refusal(key, outcome);
            }
            Ok(Request::ClientEvent(said)) => {
                let outcome = self.client_event(key, said);
                self.say_refusal(key, outcome);
            }
            Err(refusal) => self.say_refusal(key, Err(refusal)),
        }
    }

    /// Says what was refused.
    fn say_refusal(&mut self, key: Key, outcome: Result<(), Refusal>) {
        if let Err(refusal) = outcome {
            self.send_text(key, &outgoing::error(refusal.code(), &refusal.to_string()));
        }
    }

    /// Pays for a resume; false where the socket asked for too many.
    fn resumes(&self, key: Key) -> bool {
        let allowance = self.conns.get(key).and_then(|conn| conn.allowance.as_ref());
        allowance.is_none_or(|allowance| allowance.resume())
    }

    pub(super) fn subscribed_to(&self, key: Key, name: &str) -> bool {
        self.table.id(name).is_some_and(|id| self.table.contains(key as u32, id))
    }

    fn subscribe(&mut self, key: Key, wish: &Subscribe) {
        let name = wish.channel.as_str();
        if self.subscribed_to(key, name) {
            if wish.resume == Resume::Fresh {
                return self.send_text(key, &outgoing::subscribed(name, Outcome::Fresh));
            }
            // It wants to hear from an earlier position: as if it had come anew.
            self.unsubscribe(key, name);
        }
        match &wish.resume {
            Resume::Fresh => self.begin_fresh(key, name),
            Resume::From { epoch, seq } if self.shared.history().covers(epoch, *seq) => {
                self.begin_replay(key, name, *seq);
            }
            Resume::From { .. } => self.begin_anew(key, name),
            Resume::Malformed => {
                let why = "The resume field needs an \"epoch\" and a \"seq\" such as \"1750-0\"; \
                           the present state follows instead.";
                self.send_text(key, &outgoing::error(4300, why));
                self.begin_anew(key, name);
            }
        }
        self.stage(key);
    }

    fn begin_fresh(&mut self, key: Key, name: &str) {
        // The position first, then the state.
        let head = self.shared.history().head();
        let snapshots = self.shared.source.snapshot(name);
        let id = self.join(key, name, SeenMark::at(head));
        self.send_text(key, &outgoing::subscribed(name, Outcome::Fresh));
        if snapshots.is_empty() {
            return;
        }
        let Some(conn) = self.conns.get_mut(key) else { return };
        let lag = conn.lag.get_or_insert_default();
        for snapshot in snapshots {
            if let Some(floor) = self.table.floor(key as u32, id) {
                floor.advance(&snapshot);
            }
            lag.enqueue(id, snapshot.channel.clone(), Some(snapshot));
        }
    }

    fn begin_replay(&mut self, key: Key, name: &str, seq: u64) {
        // Live messages wait until the replay has caught up with the log.
        let id = self.join(key, name, SeenMark::closed());
        self.send_text(key, &outgoing::subscribed(name, Outcome::Recovered));
        self.shared.counters.recovered.fetch_add(1, Relaxed);
        if let Some(conn) = self.conns.get_mut(key) {
            conn.lag.get_or_insert_default().replay(id, seq);
        }
    }

    fn begin_anew(&mut self, key: Key, name: &str) {
        let id = self.join(key, name, SeenMark::closed());
        self.send_text(key, &outgoing::subscribed(name, Outcome::Unrecovered));
        self.shared.counters.unrecovered.fetch_add(1, Relaxed);
        self.bring_up_to_date(key, id);
    }

    pub(super) fn join(&mut self, key: Key, name: &str, floor: SeenMark) -> u32 {
        let (id, new) = self.table.insert(key as u32, name, floor);
        if new && let Some(name) = self.table.name(id) {
            self.shared.occupancy.join(name);
        }
        id
    }

    fn unsubscribe(&mut self, key: Key, name: &str) {
        let Some(id) = self.table.id(name) else { return };
        let Some(name) = self.table.remove(key as u32, id) else { return };
        self.leave(key, &name);
        if let Some(conn) = self.conns.get_mut(key) {
            // Its number may soon mean another channel.
            conn.queue.drop_channel(id);
            if let Some(lag) = conn.lag.as_mut() {
                lag.forget(id);
            }
        }
    }
}
