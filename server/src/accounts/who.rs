//! Who does something to an account, and what stands in its way.

use crate::audit::{Action, Actor, Entry, Origin};
use entity::model::AccountId;
use std::fmt::Display;

/// Who does it and from where, as the audit log has it.
#[derive(Clone, Debug)]
pub struct Who {
    pub actor: Actor,
    pub origin: Origin,
}

impl Who {
    /// Whoever may run commands on the machine.
    pub fn operator() -> Self {
        Self { actor: Actor::Operator, origin: Origin::default() }
    }

    /// The service itself.
    pub fn system() -> Self {
        Self { actor: Actor::System, origin: Origin::default() }
    }

    /// The entry of an act on an account.
    pub fn did(&self, action: Action, account: i64) -> Entry {
        Entry::new(action, self.actor.clone()).on(AccountId(account)).from(self.origin.clone())
    }
}

/// Why an act on an account was not done; nothing was changed. It has no `Display`, so that no `?`
/// makes a fault of ours of it.
#[derive(Debug)]
pub enum ActError {
    /// The link was used before, ended or has run out.
    Over,
    /// The address has an account of its own.
    Taken,
    /// The account's own address is not confirmed.
    Unconfirmed,
    /// Nobody else looks after the service.
    LastAdmin,
    /// There is no such account.
    NoAccount,
    /// Our own fault.
    Broken(String),
}

impl ActError {
    /// What people are told.
    pub const fn text(&self) -> &'static str {
        match self {
            Self::Over => "This link was used before or has run out. Ask for a new one.",
            Self::Taken => {
                "This address has an account of its own by now; yours was left as it was."
            }
            Self::Unconfirmed => {
                "Confirm your e-mail address first: follow the link in the letter we sent you."
            }
            Self::LastAdmin => {
                "You are the only one who looks after the service. Promote somebody else first."
            }
            Self::NoAccount => "There is no such account.",
            Self::Broken(_) => "This did not work just now; nothing was changed.",
        }
    }
}

impl<E: Display> From<E> for ActError {
    fn from(error: E) -> Self {
        Self::Broken(error.to_string())
    }
}
