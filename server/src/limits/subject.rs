//! Whom a limit counts.

use crate::limits::Access;
use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    net::{IpAddr, Ipv4Addr},
};

/// One that has a bucket of its own. Written out, it is part of the bucket's key in Redis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An account, with all its keys together.
    Account(i64),
    /// An IPv4 address.
    Address(Ipv4Addr),
    /// The /64 of an IPv6 address, which one customer has all of.
    Network([u16; 4]),
    /// Tries at the door: under what name they are counted, and a mark of whom.
    Door {
        /// The kind of try.
        what: &'static str,
        /// Whom; nobody without the application's key can tell.
        mark: u128,
    },
}

impl Subject {
    /// Whom this caller is counted as.
    pub fn of(access: &Access) -> Self {
        match access {
            Access::Anonymous { address, .. } => match address.to_canonical() {
                IpAddr::V4(address) => Self::Address(address),
                IpAddr::V6(address) => {
                    let [a, b, c, d, ..] = address.segments();
                    Self::Network([a, b, c, d])
                }
            },
            Access::Key { account_id, .. } => Self::Account(*account_id),
        }
    }

    /// A number that is as good as drawn by lot, and always the same for one subject.
    pub fn jitter(&self) -> u32 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        (hasher.finish() >> 32) as u32
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Address(address) => write!(f, "address:{address}"),
            Self::Door { what, mark } => write!(f, "door:{what}:{mark:032x}"),
            Self::Network([a, b, c, d]) => write!(f, "address:{a:x}:{b:x}:{c:x}:{d:x}::/64"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::PlanLimits;

    #[test]
    fn all_of_one_ipv6_network_is_one_subject_and_mapped_addresses_are_ipv4() {
        let subject = |text: &str| {
            let address = text.parse().expect("an address");
            Subject::of(&Access::Anonymous { address, plan: PlanLimits::anonymous().into() })
        };
        assert_eq!(subject("2001:db8:1:2::1"), subject("2001:db8:1:2:ffff::9"));
        assert_ne!(subject("2001:db8:1:2::1"), subject("2001:db8:1:3::1"));
        assert_eq!(subject("::ffff:10.0.0.1"), subject("10.0.0.1"));
        assert_eq!(subject("2001:db8:1:2::1").to_string(), "address:2001:db8:1:2::/64");
        assert_eq!(subject("10.0.0.1").to_string(), "address:10.0.0.1");
    }
}
