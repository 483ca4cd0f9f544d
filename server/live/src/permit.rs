//! Whose sockets are open, and how many: counted before the upgrade, released when the socket ends.

use std::{
    any::Any,
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Whose socket it is and what it may do.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// Whose: a key's public id, an app key. Closed and reported under this name.
    pub tag: Arc<str>,
    /// Who pays for it, where that is somebody else: an account with several keys, an address behind
    /// the app key. Counted under this name, and closed under it as well.
    pub owner: Option<Arc<str>>,
    /// Channels one socket may listen to.
    pub max_channels: usize,
    /// Sockets and streams the owner, or else the tag, may have open together on this node.
    pub max_sockets: usize,
    /// A part of the owner's places with a bound of its own, such as those of one address, and how
    /// many of them there are. Where the owner's places are all taken, the largest share leaves one
    /// to a smaller one, and to who comes without a share, having proved to be the owner's.
    pub share: Option<(Arc<str>, usize)>,
    /// What is said where all places are taken: of the owner or of the share, and how many.
    pub full: fn(Bound, usize) -> String,
    /// Kept for as long as the socket or stream is open, and dropped with it.
    pub hold: Option<DropGuard>,
}

/// Which places are all taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Those of the owner.
    Owner,
    /// Those of the share.
    Share,
}

/// Something of the caller's that lives as long as a socket or stream. The engine only keeps it.
#[derive(Clone)]
pub struct DropGuard(
    #[expect(dead_code, reason = "it is there to be dropped")] Arc<dyn Any + Send + Sync>,
);

impl DropGuard {
    /// Keeps this thing.
    pub fn new(thing: impl Any + Send + Sync) -> Self {
        Self(Arc::new(thing))
    }
}

impl fmt::Debug for DropGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DropGuard")
    }
}

impl ConnectOptions {
    /// An admission without a bound on sockets.
    pub fn new(tag: impl Into<Arc<str>>, max_channels: usize) -> Self {
        Self {
            tag: tag.into(),
            owner: None,
            max_channels,
            max_sockets: usize::MAX,
            share: None,
            full: |_, most| format!("All {most} sockets are in use."),
            hold: None,
        }
    }

    /// The same, counted under `owner`, who may have `max_sockets` open.
    pub fn owned_by(self, owner: impl Into<Arc<str>>, max_sockets: usize) -> Self {
        Self { owner: Some(owner.into()), max_sockets, ..self }
    }

    /// The same, counted under `share` as well, of which `most` may be open.
    pub fn sharing(self, share: impl Into<Arc<str>>, most: usize) -> Self {
        Self { share: Some((share.into(), most)), ..self }
    }

    /// The same, refused with these words.
    pub fn saying(self, full: fn(Bound, usize) -> String) -> Self {
        Self { full, ..self }
    }

    /// Why there is no place.
    pub fn why_full(&self, bound: Bound) -> String {
        let most = match (bound, &self.share) {
            (Bound::Share, Some((_, most))) => *most,
            (Bound::Share, None) | (Bound::Owner, _) => self.max_sockets,
        };
        (self.full)(bound, most)
    }

    /// The same, with something that is dropped when the socket or stream ends, or is not given.
    pub fn holding(self, thing: impl Any + Send + Sync) -> Self {
        Self { hold: Some(DropGuard::new(thing)), ..self }
    }
}

#[derive(Debug, Default)]
struct Entry {
    open: usize,
    /// How often the tag was closed; a permit from before the last closing is void.
    closings: u32,
    /// An owner's shares with something open, and how much.
    shares: HashMap<Arc<str>, usize>,
}

impl Entry {
    /// The share that leaves a place to a newcomer whose own would then have so many: the largest,
    /// where it has more. Two of one size leave one another nothing, so nobody is closed in turns.
    fn leaver(&self, newcomers: usize) -> Option<Arc<str>> {
        let largest = self.shares.iter().max_by_key(|(name, open)| (**open, *name));
        largest.filter(|(_, open)| **open > newcomers).map(|(name, _)| name.clone())
    }
}

/// All places of a name are taken.
#[derive(Debug)]
pub(crate) struct LimitReached {
    pub(crate) name: Arc<str>,
    /// Whose they are.
    pub(crate) bound: Bound,
    /// The share that leaves a place to the newcomer, where one does.
    pub(crate) leaver: Option<Arc<str>>,
}

/// Every tag with something open.
#[derive(Clone, Debug, Default)]
pub(crate) struct PermitRegistry(Arc<Mutex<HashMap<Arc<str>, Entry>>>);

/// One open socket or stream; gives its place back when dropped.
#[derive(Debug)]
pub(crate) struct ConnectionPermit {
    tag: Held,
    owner: Option<Held>,
    share: Option<Held>,
    tags: PermitRegistry,
    /// Never read: it is what is dropped with the permit.
    _hold: Option<DropGuard>,
}

/// A name, and how often it had been closed when the permit was given.
#[derive(Debug)]
struct Held {
    name: Arc<str>,
    closings: u32,
}

impl PermitRegistry {
    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one place.
    ///
    /// # Errors
    /// All places of the share or of the owner are taken.
    pub(crate) fn take(&self, options: &ConnectOptions) -> Result<ConnectionPermit, LimitReached> {
        let mut tags = self.lock();
        let open = |name: &Arc<str>| tags.get(name).map_or(0, |entry| entry.open);
        let mut newcomers = 0;
        if let Some((share, most)) = &options.share {
            newcomers = open(share) + 1;
            if newcomers > *most {
                return Err(LimitReached {
                    name: share.clone(),
                    bound: Bound::Share,
                    leaver: None,
                });
            }
        }
        let payer = options.owner.as_ref().unwrap_or(&options.tag);
        if open(payer) >= options.max_sockets {
            let leaver = tags.get(payer).and_then(|entry| entry.leaver(newcomers));
            return Err(LimitReached { name: payer.clone(), bound: Bound::Owner, leaver });
        }
        if let Some((share, _)) = &options.share {
            let shares = &mut tags.entry(payer.clone()).or_default().shares;
            *shares.entry(share.clone()).or_default() += 1;
        }
        let mut hold = |name: &Arc<str>| {
            let entry = tags.entry(name.clone()).or_default();
            entry.open += 1;
            Held { name: name.clone(), closings: entry.closings }
        };
        let tag = hold(&options.tag);
        let owner = options.owner.as_ref().filter(|owner| **owner != options.tag).map(&mut hold);
        let share = options.share.as_ref().map(|(name, _)| hold(name));
        let (tags, _hold) = (self.clone(), options.hold.clone());
        Ok(ConnectionPermit { tag, owner, share, tags, _hold })
    }

    /// Makes every permit given so far to this tag void, also those of sockets still arriving.
    pub(crate) fn close(&self, tag: &str) {
        if let Some(entry) = self.lock().get_mut(tag) {
            entry.closings = entry.closings.wrapping_add(1);
        }
    }

    /// How many places the tag has taken.
    pub(crate) fn open(&self, tag: &str) -> usize {
        self.lock().get(tag).map_or(0, |entry| entry.open)
    }
}

impl ConnectionPermit {
    pub(crate) fn tag(&self) -> &Arc<str> {
        &self.tag.name
    }

    /// Its names: the tag, the owner and the share.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.held().map(|held| &held.name)
    }

    fn held(&self) -> impl Iterator<Item = &Held> {
        std::iter::once(&self.tag).chain(&self.owner).chain(&self.share)
    }

    /// Whether one of its names was closed since this permit was given.
    pub(crate) fn is_void(&self) -> bool {
        let tags = self.tags.lock();
        self.held()
            .any(|held| tags.get(&held.name).is_none_or(|entry| entry.closings != held.closings))
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let mut tags = self.tags.lock();
        let payer = self.owner.as_ref().unwrap_or(&self.tag);
        if let Some(share) = &self.share
            && let Some(entry) = tags.get_mut(&payer.name)
            && let Some(open) = entry.shares.get_mut(&share.name)
        {
            *open -= 1;
            if *open == 0 {
                entry.shares.remove(&share.name);
            }
        }
        for Held { name, .. } in std::iter::once(&self.tag).chain(&self.owner).chain(&self.share) {
            if let Some(entry) = tags.get_mut(name) {
                entry.open -= 1;
                if entry.open == 0 {
                    tags.remove(name);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_gets_no_more_places_than_it_may_have() {
        let tags = PermitRegistry::default();
        let two = ConnectOptions { max_sockets: 2, ..ConnectOptions::new("k", 1) };
        let first = tags.take(&two);
        let second = tags.take(&two);
        assert!(first.is_ok() && second.is_ok());
        assert!(tags.take(&two).is_err());
        drop(first);
        assert_eq!(tags.open("k"), 1);
        assert!(tags.take(&two).is_ok());
    }

    #[test]
    fn closing_a_tag_voids_the_permits_given_before() {
        let tags = PermitRegistry::default();
        let before = tags.take(&ConnectOptions::new("k", 1)).expect("unbounded");
        tags.close("k");
        let after = tags.take(&ConnectOptions::new("k", 1)).expect("unbounded");
        assert!(before.is_void());
        assert!(!after.is_void());
    }

    #[test]
    fn the_keys_of_an_owner_share_its_places() {
        let tags = PermitRegistry::default();
        let of = |key: &str| ConnectOptions::new(key, 1).owned_by("account", 2);
        let first = tags.take(&of("a"));
        let second = tags.take(&of("b"));
        assert!(first.is_ok() && second.is_ok());
        assert!(tags.take(&of("c")).is_err());
        assert_eq!((tags.open("a"), tags.open("account")), (1, 2));
        drop(first);
        assert_eq!((tags.open("a"), tags.open("account")), (0, 1));
    }

    #[test]
    fn what_is_held_ends_with_the_permit_or_with_the_refusal() {
        let tags = PermitRegistry::default();
        let thing = Arc::new(());
        let held = || ConnectOptions::new("k", 1).owned_by("k", 1).holding(thing.clone());
        let permit = tags.take(&held()).expect("free");
        assert_eq!(Arc::strong_count(&thing), 2);
        assert!(tags.take(&held()).is_err());
        assert_eq!(Arc::strong_count(&thing), 2);
        drop(permit);
        assert_eq!(Arc::strong_count(&thing), 1);
    }

    #[test]
    fn closing_an_owner_voids_the_permits_of_every_key() {
        let tags = PermitRegistry::default();
        let permit = tags.take(&ConnectOptions::new("a", 1).owned_by("account", 9)).expect("free");
        let other = tags.take(&ConnectOptions::new("a", 1).owned_by("other", 9)).expect("free");
        tags.close("account");
        assert!(permit.is_void());
        assert!(!other.is_void());
        tags.close("a");
        assert!(other.is_void());
    }

    #[test]
    fn a_share_takes_no_more_than_its_part_of_the_owners_places() {
        let tags = PermitRegistry::default();
        let from =
            |place: &str| ConnectOptions::new("a", 1).owned_by("account", 4).sharing(place, 2);
        let stranger: Vec<_> = (0..3).map(|_| tags.take(&from("far"))).collect();
        assert!(stranger[1].is_ok());
        assert_eq!(stranger[2].as_ref().err().map(|full| &*full.name), Some("far"));
        let owner: Vec<_> = (0..2).map(|_| tags.take(&from("near"))).collect();
        assert!(owner.iter().all(Result::is_ok));
        let more = tags.take(&ConnectOptions::new("a", 1).owned_by("account", 4));
        assert_eq!(more.err().map(|full| full.name).as_deref(), Some("account"));
        drop((stranger, owner));
        assert_eq!((tags.open("far"), tags.open("near"), tags.open("account")), (0, 0, 0));
    }

    #[test]
    fn the_largest_share_leaves_a_place_to_a_smaller_one_and_none_to_its_equal() {
        let tags = PermitRegistry::default();
        let from =
            |place: &str| ConnectOptions::new("a", 1).owned_by("account", 4).sharing(place, 2);
        let leaver = |options: &ConnectOptions| {
            let full = tags.take(options).expect_err("all are taken");
            assert_eq!(&*full.name, "account");
            full.leaver.as_deref().map(str::to_owned)
        };
        let far: Vec<_> = (0..2).map(|_| tags.take(&from("far")).expect("is free")).collect();
        let mut near: Vec<_> = (0..2).map(|_| tags.take(&from("near")).expect("is free")).collect();
        assert_eq!(leaver(&from("third")).as_deref(), Some("near"));
        near.pop();
        let third = tags.take(&from("third")).expect("is free");
        assert_eq!(leaver(&from("third")), None, "with two it would be as large as the largest");
        assert_eq!(leaver(&from("fourth")).as_deref(), Some("far"));
        let proven = ConnectOptions::new("a", 1).owned_by("account", 4);
        assert_eq!(leaver(&proven).as_deref(), Some("far"));
        drop(far);
        let rest: Vec<_> = (0..2).map(|_| tags.take(&proven).expect("is free")).collect();
        assert_eq!(leaver(&from("fourth")), None, "who has one place keeps it");
        assert!(leaver(&proven).is_some(), "but not from who has proved to be the owner's");
        drop((third, near));
        let more: Vec<_> = (0..2).map(|_| tags.take(&proven).expect("is free")).collect();
        assert_eq!(leaver(&proven), None);
        drop((rest, more));
    }
}
