//! Bounds of connections. They follow from the machine, so no setting is read for them.

use ipnet::IpNet;
use std::time::Duration;

/// How many connections there may be, and what ends one.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// In total; `None` takes what the limit of open files leaves.
    pub most: Option<usize>,
    /// From one address; `None` takes a part of the total.
    pub most_of_one: Option<usize>,
    /// Proxies of ours: many clients come from each, so none of them has a bound of its own.
    pub proxies: Vec<IpNet>,
    /// How long a client may take nothing of what is sent to it.
    pub no_progress: Duration,
    /// How long a connection may bring nothing, neither a request nor the rest of one. Between this
    /// and twice as long.
    pub patience: Duration,
}

impl Bounds {
    /// What holds behind these proxies of ours.
    pub fn behind(proxies: &[IpNet]) -> Self {
        Self {
            most: None,
            most_of_one: None,
            proxies: proxies.to_vec(),
            no_progress: Duration::from_secs(30),
            patience: Duration::from_secs(20),
        }
    }
}
