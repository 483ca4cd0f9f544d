//! The match cache: the matches of these days, in memory, with the bytes that readers are sent.

use super::{
    body::{Body, Include},
    matches::MatchKey,
};
use entity::model::{Freshness, Instant, Match, Sport};
use foldhash::HashMap;
use std::sync::{
    Arc, Mutex, RwLock,
    atomic::{AtomicI64, Ordering},
};

/// One match in the match cache: a version, how current it is, and its bytes.
#[derive(Debug)]
pub struct CachedMatch {
    doc: Arc<Match>,
    /// When the upstream last confirmed it, in milliseconds since 1970.
    confirmed: AtomicI64,
    /// As it was last rendered, in each of its forms.
    bodies: [Mutex<Option<Body>>; Include::FORMS],
}

impl CachedMatch {
    /// A version as its last change left it.
    pub fn new(doc: Arc<Match>) -> Self {
        let confirmed = AtomicI64::new(doc.as_of.timestamp_millis());
        Self { doc, confirmed, bodies: Default::default() }
    }

    /// The match as its last change left it; `as_of` and `freshness` are of that moment.
    pub fn doc(&self) -> &Arc<Match> {
        &self.doc
    }

    /// When the upstream last confirmed it.
    pub fn as_of(&self) -> Instant {
        entity::table::instant(self.confirmed.load(Ordering::Relaxed))
    }

    /// How far it may be trusted at `now`.
    pub fn freshness(&self, now: Instant) -> Freshness {
        Freshness::of(self.doc.status.phase, (now - self.as_of()).num_seconds())
    }

    /// The match as it stands at `now`.
    pub fn current(&self, now: Instant) -> Match {
        let mut current = (*self.doc).clone();
        current.as_of = self.as_of();
        current.freshness = self.freshness(now);
        current
    }

    /// The whole match as bytes, as it stands at `now`.
    pub fn body(&self, now: Instant) -> Body {
        self.row(now, Include::ALL)
    }

    /// The match as bytes, as it stands at `now`, with what of it is asked for.
    pub fn row(&self, now: Instant, include: Include) -> Body {
        let (as_of, freshness) = (self.as_of(), self.freshness(now));
        let mut kept = self.bodies[include.form()].lock().expect("no holder of this lock panics");
        if let Some(body) = kept.as_ref().filter(|b| b.as_of == as_of && b.freshness == freshness) {
            return body.clone();
        }
        let body = Body::render(&self.doc, as_of, freshness, include);
        *kept = Some(body.clone());
        body
    }
}

/// The matches of these days. Cheap to clone; readers never wait for a writer's I/O.
#[derive(Clone, Debug, Default)]
pub struct MatchCache {
    entries: Arc<RwLock<HashMap<MatchKey, Arc<CachedMatch>>>>,
}

impl MatchCache {
    /// Show a version of a match, unless a later one is shown. It counts as lately confirmed as what
    /// was shown before.
    pub fn put(&self, doc: Arc<Match>) {
        let key = (doc.sport, doc.id.clone());
        let entry = Arc::new(CachedMatch::new(doc));
        let mut entries = self.entries.write().expect("no holder of this lock panics");
        if let Some(before) = entries.get(&key) {
            if before.doc.version > entry.doc.version {
                return;
            }
            entry.confirmed.fetch_max(before.confirmed.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        entries.insert(key, entry);
    }

    /// The match, if it is in the match cache.
    pub fn get(&self, key: &MatchKey) -> Option<Arc<CachedMatch>> {
        self.read().get(key).cloned()
    }

    /// The upstream confirmed a match's state at `as_of`; never moves back.
    pub fn confirm(&self, key: &MatchKey, as_of: Instant) {
        if let Some(entry) = self.read().get(key) {
            entry.confirmed.fetch_max(as_of.timestamp_millis(), Ordering::Relaxed);
        }
    }

    /// The matches that `keep` asks for, in order of kick-off.
    pub fn select(&self, keep: impl Fn(&Match) -> bool) -> Vec<Arc<CachedMatch>> {
        let mut found: Vec<_> =
            self.read().values().filter(|entry| keep(&entry.doc)).cloned().collect();
        found.sort_by(|a, b| order(&a.doc).cmp(&order(&b.doc)));
        found
    }

    /// Live matches and matches that start within `[from, to)`, by sport.
    pub fn counts(&self, from: Instant, to: Instant) -> HashMap<Sport, (u32, u32)> {
        let mut counts: HashMap<Sport, (u32, u32)> = HashMap::default();
        for entry in self.read().values() {
            let (live, today) = counts.entry(entry.doc.sport).or_default();
            *live += u32::from(entry.doc.status.phase.in_play());
            *today += u32::from((from..to).contains(&entry.doc.starts_at));
        }
        counts
    }

    /// When any match of a sport was last confirmed.
    pub fn newest(&self, sport: Sport) -> Option<Instant> {
        self.read().iter().filter(|((of, _), _)| *of == sport).map(|(_, entry)| entry.as_of()).max()
    }

    /// Take one match out of the match cache.
    pub fn remove(&self, key: &MatchKey) {
        self.entries.write().expect("no holder of this lock panics").remove(key);
    }

    /// Take matches out of the match cache that `drop` names; they stay in the database.
    pub fn clear(&self, drop: impl Fn(&Match) -> bool) {
        let mut entries = self.entries.write().expect("no holder of this lock panics");
        entries.retain(|_, entry| !drop(&entry.doc));
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, HashMap<MatchKey, Arc<CachedMatch>>> {
        self.entries.read().expect("no holder of this lock panics")
    }
}

/// The order lists are in: by kick-off, then sport and number. It is total, so cursors can rely on it.
pub fn order(m: &Match) -> (i64, &'static str, &str) {
    (m.starts_at.timestamp_millis(), m.sport.slug(), &m.id.0)
}
