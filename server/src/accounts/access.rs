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
            per_day: None,
            sockets: 1_000,
            channels: 100,
        }
    }
}

/// Who asks and what they may use. Put into a request's extensions by `rest::caller`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody in particular, known by address only.
    Anonymous {
        /// Where from.
        address: IpAddr,
        /// The plan `anonymous`.
        plan: Arc<PlanLimits>,
    },
    /// The holder of a key.
    Key {
        /// The key.
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

    /// What limits are counted under: an address, or an account with all its keys together. Of an
    /// IPv6 address it is the /64, which one customer has all of.
    pub fn subject(&self) -> String {
        match self {
            Access::Anonymous { address, .. } => match address.to_canonical() {
                IpAddr::V4(address) => format!("address:{address}"),
                IpAddr::V6(address) => {
                    let [a, b, c, d, ..] = address.segments();
                    format!("address:{a:x}:{b:x}:{c:x}:{d:x}::/64")
                }
            },
            Access::Key { account_id, .. } => format!("account:{account_id}"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_one_ipv6_network_is_one_subject_and_mapped_addresses_are_ipv4() {
        let subject = |text: &str| {
            let address = text.parse().expect("an address");
            Access::Anonymous { address, plan: PlanLimits::anonymous().into() }.subject()
        };
        assert_eq!(subject("2001:db8:1:2::1"), subject("2001:db8:1:2:ffff::9"));
        assert_ne!(subject("2001:db8:1:2::1"), subject("2001:db8:1:3::1"));
        assert_eq!(subject("::ffff:10.0.0.1"), subject("10.0.0.1"));
    }
}
