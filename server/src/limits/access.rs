//! What a request may do, once it is known who asks.

use entity::model::Scope;
use std::{net::IpAddr, sync::Arc};

/// What a plan allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLimits {
    /// `anonymous`, `free`, `pro`, `business`, or what an admin adds.
    pub name: String,
    /// Requests a minute.
    pub per_minute: u32,
    /// Requests a UTC day; `None` where the day is not limited.
    pub per_day: Option<u32>,
    /// Sockets open at once.
    pub sockets: u32,
    /// Channels one socket may listen to.
    pub channels: u32,
}

impl PlanLimits {
    /// What anybody may use without a key, counted by address, until the table says otherwise.
    pub fn anonymous() -> Self {
        Self {
            name: "anonymous".to_owned(),
            per_minute: 30,
            per_day: Some(500),
            sockets: 5,
            channels: 20,
        }
    }
}

/// Who asks and what they may use. Put into a request's extensions by `http::auth`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody in particular, known by address only.
    Anonymous {
        address: IpAddr,
        /// The plan `anonymous`.
        plan: Arc<PlanLimits>,
    },
    /// The holder of a key.
    Key {
        key_id: i64,
        /// The part of it that may be shown.
        public_id: Arc<str>,
        /// Its owner.
        account_id: i64,
        /// The owner's plan.
        plan: Arc<PlanLimits>,
        /// What the key may do.
        scopes: Arc<[Scope]>,
        /// It was presented by a token that a rotation has replaced.
        rotated: bool,
    },
}

impl Access {
    /// The plan in force.
    pub fn plan(&self) -> &Arc<PlanLimits> {
        match self {
            Access::Anonymous { plan, .. } | Access::Key { plan, .. } => plan,
        }
    }

    /// Whether `scope` is granted. Sports data may be read without a key; nothing else may.
    pub fn may(&self, scope: Scope) -> bool {
        match self {
            Access::Anonymous { .. } => matches!(scope, Scope::MatchesRead | Scope::StreamConnect),
            Access::Key { scopes, .. } => scopes.contains(&scope),
        }
    }
}
