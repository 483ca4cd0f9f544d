//! One act, before it is written.

use super::Action;
use crate::{net::Network, telemetry::request_id};
use entity::model::AccountId;
use std::{fmt, net::IpAddr};

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who is not signed in.
    Anonymous,
    /// Somebody signed in.
    Account(AccountId),
    /// The holder of a key, by its public id.
    Key(String),
    /// Whoever may run commands on the machine.
    Operator,
    /// The service itself.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anonymous => f.write_str("anonymous"),
            Self::Account(id) => write!(f, "account:{}", id.0),
            Self::Key(public_id) => write!(f, "key:{public_id}"),
            Self::Operator => f.write_str("operator"),
            Self::System => f.write_str("system"),
        }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was not allowed, or the proof was wrong.
    Refused,
    /// It was tried too often.
    Throttled,
    /// It failed by our own fault.
    Failed,
}

impl Outcome {
    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Throttled => "throttled",
            Self::Failed => "failed",
        }
    }
}

/// From where it was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address as it is counted: all of IPv4, the /64 of IPv6.
    pub address: Option<String>,
    /// The program, as it calls itself.
    pub agent: Option<String>,
}

impl Origin {
    /// Of a client's address and its header `User-Agent`.
    pub fn of(address: IpAddr, agent: Option<&str>) -> Self {
        let address = Network::of(address).next().map(|network| network.to_string());
        Self { address, agent: agent.map(str::to_owned) }
    }
}

/// What a row says that stands for many tries, of which `left_out` more came since the row before.
pub fn told_once(what: &str, left_out: u64) -> String {
    format!("{what}; told once a minute, {left_out} more since the row before")
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub action: Action,
    pub actor: Actor,
    /// The account that it concerns.
    pub account: Option<AccountId>,
    /// What it was done to, where that is not the account.
    pub target: Option<String>,
    pub origin: Origin,
    /// The id of the request under way.
    pub request_id: Option<String>,
    /// What came of it.
    pub outcome: Outcome,
    /// What else is worth knowing. Never a secret.
    pub detail: Option<String>,
}

impl Entry {
    /// `actor` did this; the request under way is noted.
    pub fn new(action: Action, actor: Actor) -> Self {
        let account = match &actor {
            Actor::Account(id) => Some(*id),
            Actor::Anonymous | Actor::Key(_) | Actor::Operator | Actor::System => None,
        };
        Self {
            action,
            actor,
            account,
            target: None,
            origin: Origin::default(),
            request_id: request_id::current(),
            outcome: Outcome::Done,
            detail: None,
        }
    }

    /// The account that it concerns.
    #[must_use]
    pub fn on(mut self, account: AccountId) -> Self {
        self.account = Some(account);
        self
    }

    /// What it was done to.
    #[must_use]
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    #[must_use]
    pub fn from(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// What came of it.
    #[must_use]
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// What else is worth knowing.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
