//! Who may listen to what.

use super::{Key, Shard, conn::Conn};
use crate::{
    backend::Claim,
    protocol::{
        channel::{self, Kind},
        denial::Denial,
        incoming::Subscribe,
        member::{BadUser, User},
    },
};

impl Shard {
    /// Whether the wish may be granted, and as whom on a presence channel; if not, why, and the
    /// sentence for the client.
    pub(super) fn permit(
        &self,
        key: Key,
        wish: &Subscribe,
    ) -> Result<Option<User>, (Denial, String)> {
        let name = wish.channel.as_str();
        let Some(conn) = self.conns.get(key) else { return Ok(None) };
        let own = channel::user(name);
        if own.is_none() || own != conn.user().map(|user| &*user.id) {
            channel::check(name).map_err(|bad| (Denial::NotFound, bad.to_string()))?;
        }
        if self.subscribed_to(key, name) {
            return Ok(None);
        }
        if self.table.count(key as u32) >= conn.max_channels {
            let max = conn.max_channels;
            let why = format!("This socket may listen to {max} channels and does.");
            return Err((Denial::TooMany, why));
        }
        if own.is_some() {
            return Ok(None);
        }
        let tag = conn.permit.as_ref().map_or("", |permit| &**permit.tag());
        match Kind::of(name).0 {
            Kind::Public => {
                let admitted = self.shared.source.admit(name, Some(tag));
                admitted.map(|()| None).map_err(|why| (Denial::NotFound, why))
            }
            Kind::Private | Kind::Encrypted => self.authorize(conn, tag, wish).map(|()| None),
            Kind::Presence => {
                self.authorize(conn, tag, wish)?;
                let whom = match &wish.channel_data {
                    Some(data) => User::of_channel_data(data),
                    // Who signed in need not say it again.
                    None => conn.user().cloned().ok_or(BadUser::NoMember),
                };
                whom.map(Some).map_err(|bad| (Denial::BadUser, bad.to_string()))
            }
        }
    }

    fn authorize(&self, conn: &Conn, tag: &str, wish: &Subscribe) -> Result<(), (Denial, String)> {
        let claim = Claim {
            socket_id: &conn.id.to_string(),
            tag,
            channel: &wish.channel,
            auth: &wish.auth,
            channel_data: wish.channel_data.as_deref(),
        };
        let unproven = Denial::of_signature(&wish.auth);
        self.shared.source.authorize(&claim).map_err(|why| (unproven, why))
    }
}
