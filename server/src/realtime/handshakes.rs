//! How often one address may begin a socket or a stream.

use crate::limits::{Flood, Rate};
use std::{net::IpAddr, time::Duration};

/// Handshakes of an address a minute and at once. All 200 sockets that pages of ours may have from
/// there come back together after a restart.
pub const ANYONE: Rate = Rate::new(120, 240);
/// Those that name a key we know. Its plan may have a thousand sockets, which come back together.
pub const KEYED: Rate = Rate::new(1_200, 1_200);

/// The limits. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Handshakes(Option<[Flood; 2]>);

impl Handshakes {
    /// Nobody has come yet. Where limits are off, everybody may.
    pub fn new(enabled: bool) -> Self {
        Self(enabled.then(|| [Flood::new(ANYONE), Flood::new(KEYED)]))
    }

    /// Count one handshake; where it is one too many, how long to wait.
    pub fn check(&self, address: IpAddr, names_a_key: bool) -> Result<(), Duration> {
        match &self.0 {
            None => Ok(()),
            Some([_, keyed]) if names_a_key => keyed.check(address),
            Some([anyone, _]) => anyone.check(address),
        }
    }
}
