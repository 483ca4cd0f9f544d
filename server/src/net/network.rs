//! Who shares an address, as floods are counted.

use entity::model::key_address;
use ipnet::IpNet;
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
};

/// An IPv4 address, or the first bits of an IPv6 one.
///
/// A customer of IPv6 has at least a /64 of addresses and often a /56 or a /48, so one address
/// alone counts for nothing there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Network {
    /// One address.
    V4(Ipv4Addr),
    /// The first `bits` of one.
    V6 {
        /// The first 64 bits, those beyond `bits` cleared.
        prefix: u64,
        /// 64, 56 or 48.
        bits: u8,
    },
}

/// One address or one range of them.
pub fn ip_net(text: &str) -> Option<IpNet> {
    let (address, bits) = key_address(text)?;
    IpNet::new(address, bits).ok().map(|net| net.trunc())
}

impl Network {
    /// The networks an address is counted in, the narrowest first.
    pub fn of(address: IpAddr) -> impl Iterator<Item = Self> {
        let found: [Option<Self>; 3] = match address.to_canonical() {
            IpAddr::V4(v4) => [Some(Self::V4(v4)), None, None],
            IpAddr::V6(v6) => {
                let first = (v6.to_bits() >> 64) as u64;
                [64_u8, 56, 48].map(|bits| {
                    let prefix = first & (u64::MAX << (64 - u32::from(bits)));
                    Some(Self::V6 { prefix, bits })
                })
            }
        };
        found.into_iter().flatten()
    }

    /// How many times the quota of one address the network has: it may be shared.
    pub const fn share(self) -> u32 {
        match self {
            Self::V4(_) | Self::V6 { bits: 64, .. } => 1,
            Self::V6 { bits: 56, .. } => 2,
            Self::V6 { .. } => 4,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => address.fmt(f),
            Self::V6 { prefix, bits } => {
                let [a, b, c, d] = [48, 32, 16, 0].map(|by| (prefix >> by) & 0xffff);
                write!(f, "{a:x}:{b:x}:{c:x}:{d:x}::/{bits}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(text: &str) -> Vec<String> {
        Network::of(text.parse().expect("an address")).map(|net| net.to_string()).collect()
    }

    #[test]
    fn an_ipv6_address_counts_in_its_64_its_56_and_its_48() {
        assert_eq!(
            networks("2001:db8:1:2f3::1"),
            ["2001:db8:1:2f3::/64", "2001:db8:1:200::/56", "2001:db8:1:0::/48"]
        );
    }

    #[test]
    fn an_ipv4_address_counts_alone_also_when_it_is_mapped() {
        assert_eq!(networks("192.0.2.1"), ["192.0.2.1"]);
        assert_eq!(networks("::ffff:192.0.2.1"), ["192.0.2.1"]);
    }
}
