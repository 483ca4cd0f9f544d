//! What a socket has said of who sits at it.

use std::{collections::HashMap, num::NonZeroU32, sync::Arc};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use super::conn::Conn;
use crate::protocol::member::User;

/// Client events that a socket may send a second.
const EVENTS: NonZeroU32 = NonZeroU32::new(10).expect("is not 0");

/// Kept apart from the connection, for most say nothing of themselves.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// As whom it signed in.
    pub(super) user: Option<User>,
    /// Who it is on each presence channel.
    pub(super) memberships: HashMap<Arc<str>, Arc<str>>,
    events: Option<DefaultDirectRateLimiter>,
}

impl Known {
    /// Pays for a client event; false where it is one too many.
    pub(super) fn may_tell(&mut self) -> bool {
        let new = || RateLimiter::direct(Quota::per_second(EVENTS));
        self.events.get_or_insert_with(new).check().is_ok()
    }
}

impl Conn {
    /// As whom it signed in.
    pub(super) fn user(&self) -> Option<&User> {
        self.known.as_ref().and_then(|known| known.user.as_ref())
    }
}
