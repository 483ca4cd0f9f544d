//! What clients say of themselves, and to one another.

use super::{Key, Shard};
use crate::{
    backend::{self, Happening},
    message,
    protocol::{
        channel::Kind,
        incoming::{ClientEvent, Refusal, SignIn},
        member::User,
        outgoing,
    },
    told::Told,
};

impl Shard {
    /// Takes note of who sits at a socket.
    pub(super) fn sign_in(&mut self, key: Key, wish: &SignIn) -> Result<(), Refusal> {
        let Some(conn) = self.conns.get_mut(key) else { return Ok(()) };
        let claim = backend::SignIn {
            socket_id: &conn.id.to_string(),
            tag: conn.permit.as_ref().map_or("", |permit| &**permit.tag()),
            auth: &wish.auth,
            user_data: &wish.user_data,
        };
        if !self.shared.source.identify(&claim) {
            return Err(Refusal::NotSigned);
        }
        let user = User::of_user_data(&wish.user_data)?;
        if conn.user().is_some_and(|known| known.id != user.id) {
            return Err(Refusal::SomebodyElse);
        }
        conn.known.get_or_insert_default().user = Some(user);
        self.send_text(key, &outgoing::signed_in(&wish.user_data));
        Ok(())
    }

    /// Tells the other sockets of a channel, here and on other nodes, what one of them says.
    pub(super) fn client_event(&mut self, key: Key, said: ClientEvent) -> Result<(), Refusal> {
        let channel = said.channel.as_str();
        let may = match Kind::of(channel).0 {
            Kind::Private | Kind::Presence => self.shared.source.takes_client_events(channel),
            Kind::Public | Kind::Encrypted => false,
        };
        if !may || !self.subscribed_to(key, channel) {
            return Err(Refusal::NotHere);
        }
        let Some(conn) = self.conns.get_mut(key) else { return Ok(()) };
        let known = conn.known.get_or_insert_default();
        if !known.may_tell() {
            return Err(Refusal::TooOften);
        }
        let user_id = known.memberships.get(channel).cloned();
        let said = message::ClientEvent {
            event: said.event.into(),
            channel: said.channel.into(),
            data: said.data.into(),
            user_id,
            socket_id: conn.id.to_string(),
        };
        self.shared.tell(Told::client_event(&said));
        self.shared.source.happened(Happening::ClientEvent(said));
        Ok(())
    }
}
