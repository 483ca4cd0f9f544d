//! How polling goes, sport by sport, for those who look after it.

use super::Allowance;
use crate::store::MatchCache;
use entity::model::{Instant, Sport};
use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
};

/// How one sport's polling goes.
#[derive(Clone, Debug, Default)]
pub struct FeedStatus {
    /// When the upstream last gave a good answer.
    pub last_good: Option<Instant>,
    /// The last failure and when it was.
    pub last_failure: Option<(Instant, String)>,
    /// Whether the latest call failed.
    pub failing: bool,
    /// What may still be spent.
    pub allowance: Allowance,
    /// Calls made since the start.
    pub calls: u64,
    /// Calls that failed since the start.
    pub failures: u64,
}

/// All sports' polling. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Statuses {
    by_sport: Arc<RwLock<BTreeMap<Sport, FeedStatus>>>,
}

impl Statuses {
    /// Every sport that is followed.
    pub fn all(&self) -> BTreeMap<Sport, FeedStatus> {
        self.by_sport.read().expect("no holder of this lock panics").clone()
    }

    /// When what is known of these sports was last confirmed, by the one confirmed longest ago: what
    /// an answer without matches is as old as.
    pub fn last_confirmed(
        &self,
        sports: impl Iterator<Item = Sport>,
        match_cache: &MatchCache,
    ) -> Option<Instant> {
        let statuses = self.all();
        sports
            .filter_map(|sport| {
                // A process that does not poll knows by what was announced to it.
                let polled = statuses.get(&sport).and_then(|status| status.last_good);
                polled.or_else(|| match_cache.newest(sport))
            })
            .min()
    }

    /// Forget everything: this process no longer polls.
    pub fn clear(&self) {
        self.by_sport.write().expect("no holder of this lock panics").clear();
    }

    /// Note something of a sport.
    pub fn note(&self, sport: Sport, change: impl FnOnce(&mut FeedStatus)) {
        let mut statuses = self.by_sport.write().expect("no holder of this lock panics");
        change(statuses.entry(sport).or_default());
    }
}
