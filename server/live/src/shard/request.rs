//! What clients ask for.

use std::sync::atomic::Ordering::Relaxed;

use super::{Key, Shard, floor::Floor};
use crate::{
    allowance::Turn,
    protocol::{
        channel::{self, Kind},
        denial::Denial,
        incoming::{self, Request, Resume, Subscribe},
        outgoing::{self, Outcome},
    },
    source::Claim,
};

impl Shard {
    /// Answers one text message.
    pub(super) fn request(&mut self, key: Key, text: &str, turn: &mut Turn) {
        match incoming::parse(text) {
            Ok(Request::Ping) => self.say(key, outgoing::PONG),
            Ok(Request::Pong) => {}
            Ok(Request::Subscribe(wish)) => {
                if wish.resume != Resume::Fresh {
                    turn.resume();
                    if !self.resumes(key) {
                        return self.close_flooding(key);
                    }
                }
                match self.permit(key, &wish) {
                    Ok(()) => self.subscribe(key, &wish),
                    Err((denial, why)) => {
                        self.say(key, &outgoing::subscription_error(&wish.channel, denial, &why));
                        self.say(key, &outgoing::error(denial.code(), &why));
                    }
                }
            }
            Ok(Request::Unsubscribe { channel }) => self.unsubscribe(key, &channel),
            Err(refusal) => {
                self.say(key, &outgoing::error(refusal.code(), &refusal.to_string()));
            }
        }
    }

    /// Pays for a resume; false where the socket asked for too many.
    fn resumes(&self, key: Key) -> bool {
        let allowance = self.conns.get(key).and_then(|conn| conn.allowance.as_ref());
        allowance.is_none_or(|allowance| allowance.resume())
    }

    /// Whether the wish may be granted; if not, why, and the sentence for the client.
    fn permit(&self, key: Key, wish: &Subscribe) -> Result<(), (Denial, String)> {
        let name = wish.channel.as_str();
        channel::check(name).map_err(|bad| (Denial::NotFound, bad.to_string()))?;
        let Some(conn) = self.conns.get(key) else { return Ok(()) };
        if self.subscribed_to(key, name) {
            return Ok(());
        }
        if self.table.count(key as u32) >= conn.max_channels {
            let max = conn.max_channels;
            let why = format!("This socket may listen to {max} channels and does.");
            return Err((Denial::TooMany, why));
        }
        let unproven = Denial::of_signature(&wish.auth);
        match channel::kind(name) {
            Kind::Public => self.shared.source.admit(name).map_err(|why| (Denial::NotFound, why)),
            Kind::Presence => Err((unproven, "Presence channels are not offered here.".to_owned())),
            Kind::Private => {
                let claim = Claim {
                    socket_id: &conn.id.to_string(),
                    tag: conn.ticket.as_ref().map_or("", |ticket| &**ticket.tag()),
                    channel: name,
                    auth: &wish.auth,
                    channel_data: wish.channel_data.as_deref(),
                };
                self.shared.source.authorize(&claim).map_err(|why| (unproven, why))
            }
        }
    }

    fn subscribed_to(&self, key: Key, name: &str) -> bool {
        self.table.id(name).is_some_and(|id| self.table.contains(key as u32, id))
    }

    fn subscribe(&mut self, key: Key, wish: &Subscribe) {
        let name = wish.channel.as_str();
        if self.subscribed_to(key, name) {
            if wish.resume == Resume::Fresh {
                return self.say(key, &outgoing::subscribed(name, Outcome::Fresh));
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
                self.say(key, &outgoing::error(4300, why));
                self.begin_anew(key, name);
            }
        }
        self.stage(key);
    }

    fn begin_fresh(&mut self, key: Key, name: &str) {
        // The position first, then the state.
        let head = self.shared.history().head();
        let snapshots = self.shared.source.snapshot(name);
        let id = self.join(key, name, Floor::at(head));
        self.say(key, &outgoing::subscribed(name, Outcome::Fresh));
        if snapshots.is_empty() {
            return;
        }
        let Some(conn) = self.conns.get_mut(key) else { return };
        let lag = conn.lag.get_or_insert_default();
        for snapshot in snapshots {
            if let Some(floor) = self.table.floor(key as u32, id) {
                floor.raise(&snapshot);
            }
            lag.owe(id, snapshot.channel.clone(), Some(snapshot));
        }
    }

    fn begin_replay(&mut self, key: Key, name: &str, seq: u64) {
        // Live messages wait until the replay has caught up with the log.
        let id = self.join(key, name, Floor::shut());
        self.say(key, &outgoing::subscribed(name, Outcome::Recovered));
        self.shared.counters.recovered.fetch_add(1, Relaxed);
        if let Some(conn) = self.conns.get_mut(key) {
            conn.lag.get_or_insert_default().replay(id, seq);
        }
    }

    fn begin_anew(&mut self, key: Key, name: &str) {
        let id = self.join(key, name, Floor::shut());
        self.say(key, &outgoing::subscribed(name, Outcome::Unrecovered));
        self.shared.counters.unrecovered.fetch_add(1, Relaxed);
        self.bring_up_to_date(key, id);
    }

    fn join(&mut self, key: Key, name: &str, floor: Floor) -> u32 {
        let (id, new) = self.table.insert(key as u32, name, floor);
        if new && let Some(name) = self.table.name(id) {
            self.shared.occupancy.join(name);
        }
        id
    }

    fn unsubscribe(&mut self, key: Key, name: &str) {
        let Some(id) = self.table.id(name) else { return };
        let Some(name) = self.table.remove(key as u32, id) else { return };
        self.shared.occupancy.leave(&name);
        if let Some(conn) = self.conns.get_mut(key) {
            // Its number may soon mean another channel.
            conn.queue.disown(id);
            if let Some(lag) = conn.lag.as_mut() {
                lag.forget(id);
            }
        }
    }
}
