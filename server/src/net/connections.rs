//! How many connections there are: in total, and from each network.

use super::{Bounds, Network};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Files that the process needs besides: databases, Redis, upstreams, mail, what it serves.
const SPARE: usize = 128;
/// Of the files, one in so many is kept free as well.
const SPARE_PART: usize = 16;
/// One address may have one in so many of all connections,
const PART_OF_ONE: usize = 4;
/// and no more than this.
const MOST_OF_ONE: usize = 5_000;
/// With fewer files than this, an ordinary evening can use them up.
const FEW: u64 = 4_096;
/// It is said at most this often that connections are turned away.
const SAID_EVERY: Duration = Duration::from_secs(60);

/// The connections of all listeners. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Connections(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    most: usize,
    most_of_one: usize,
    bounds: Bounds,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    by_network: HashMap<Network, usize>,
    said: Option<Instant>,
}

/// There may be no more connections, from there or at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// The place of one connection, free again when it is dropped.
#[derive(Debug)]
pub struct Slot {
    of: Connections,
    peer: IpAddr,
}

impl Connections {
    /// As many as the configuration says, and else as the limit of open files leaves.
    pub fn new(config: &Bounds) -> Self {
        let most = config.most.unwrap_or_else(|| most(files()));
        let of_one = (most / PART_OF_ONE).clamp(1, MOST_OF_ONE);
        let most_of_one = config.most_of_one.unwrap_or(of_one);
        let bounds = config.clone();
        Self(Arc::new(Inner { most, most_of_one, bounds, open: Mutex::default() }))
    }

    /// How long a client may take nothing of what is sent to it.
    pub fn no_progress(&self) -> Duration {
        self.0.bounds.no_progress
    }

    /// How long a connection may bring nothing.
    pub fn patience(&self) -> Duration {
        self.0.bounds.patience
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection from this address.
    pub fn admit(&self, peer: IpAddr) -> Result<Slot, Full> {
        let peer = peer.to_canonical();
        let mut open = self.lock();
        let full = |network: Network| {
            let most = self.0.most_of_one.saturating_mul(network.share() as usize);
            open.by_network.get(&network).is_some_and(|count| *count >= most)
        };
        if open.all >= self.0.most || self.networks(peer).any(full) {
            let all = open.all;
            if open.said.is_none_or(|said| said.elapsed() >= SAID_EVERY) {
                open.said = Some(Instant::now());
                tracing::warn!(%peer, open = all, "connections are turned away: too many are open");
            }
            return Err(Full);
        }
        open.all += 1;
        for network in self.networks(peer) {
            *open.by_network.entry(network).or_default() += 1;
        }
        Ok(Slot { of: self.clone(), peer })
    }

    /// The networks an address is counted in; none where it is a proxy of ours.
    fn networks(&self, peer: IpAddr) -> impl Iterator<Item = Network> + use<> {
        let counted = !self.0.bounds.proxies.iter().any(|net| net.contains(&peer));
        counted.then(|| Network::of(peer)).into_iter().flatten()
    }

    /// How many are open.
    pub fn open(&self) -> usize {
        self.lock().all
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = self.of.lock();
        open.all -= 1;
        for network in self.of.networks(self.peer) {
            if let Some(count) = open.by_network.get_mut(&network) {
                *count -= 1;
                if *count == 0 {
                    open.by_network.remove(&network);
                }
            }
        }
    }
}

/// Let the process open as many files as it may, and say so where that is few.
pub fn raise_files() {
    let files = match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => files,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files could not be raised");
            files()
        }
    };
    let connections = most(files);
    if files < FEW {
        tracing::warn!(
            files,
            connections,
            "few connections fit into the limit of open files; raise it with `ulimit -n` or LimitNOFILE="
        );
    } else {
        tracing::info!(files, connections, "connections fit into the limit of open files");
    }
}

/// How many files the process may open.
fn files() -> u64 {
    rlimit::Resource::NOFILE.get_soft().unwrap_or(1_024)
}

/// How many connections so many files are enough for.
fn most(files: u64) -> usize {
    let files = usize::try_from(files).unwrap_or(usize::MAX);
    files.saturating_sub(SPARE + files / SPARE_PART).max(16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections(most: usize, most_of_one: usize) -> Connections {
        let proxies = vec!["10.0.0.0/8".parse().expect("a range")];
        let mut config = Bounds::behind(&proxies);
        (config.most, config.most_of_one) = (Some(most), Some(most_of_one));
        Connections::new(&config)
    }

    fn admitted(of: &Connections, peer: &str, tries: usize) -> Vec<Slot> {
        let peer = peer.parse().expect("an address");
        (0..tries).filter_map(|_| of.admit(peer).ok()).collect()
    }

    #[test]
    fn an_address_has_its_part_and_another_is_still_admitted() {
        let of = connections(10, 4);
        let mut first = admitted(&of, "192.0.2.1", 10);
        assert_eq!(first.len(), 4);
        assert_eq!(admitted(&of, "192.0.2.2", 1).len(), 1);
        first.pop();
        assert_eq!(admitted(&of, "::ffff:192.0.2.1", 2).len(), 1, "the same address, mapped");
    }

    #[test]
    fn all_together_have_no_more_than_there_are_and_places_come_free() {
        let of = connections(3, 2);
        let one = admitted(&of, "192.0.2.1", 2);
        let two = admitted(&of, "192.0.2.2", 2);
        assert_eq!((one.len(), two.len()), (2, 1));
        assert!(admitted(&of, "192.0.2.3", 1).is_empty());
        drop((one, two));
        assert_eq!(of.open(), 0);
        assert!(of.lock().by_network.is_empty());
    }

    #[test]
    fn a_proxy_of_ours_brings_many_clients() {
        let of = connections(10, 1);
        assert_eq!(admitted(&of, "10.0.0.1", 9).len(), 9);
    }

    #[test]
    fn who_has_many_ipv6_networks_has_no_more_than_four_shares() {
        let of = connections(100, 2);
        let kept: Vec<_> =
            (0..50).flat_map(|i| admitted(&of, &format!("2001:db8:7:{i:x}::1"), 2)).collect();
        assert_eq!(kept.len(), 4, "one /56, which has two shares");
    }

    #[test]
    fn some_files_are_left_for_everything_else() {
        assert_eq!(most(1_024), 832);
        assert!(most(64) >= 16);
        assert!(most(u64::MAX) > 1_000_000);
    }
}
