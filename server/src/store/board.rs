//! The board: the matches of these days, in memory, with the bytes that readers are sent.

use super::matches::MatchKey;
use bytes::Bytes;
use data_encoding::HEXLOWER;
use entity::model::{Freshness, Instant, Match, Sport};
use foldhash::HashMap;
use memchr::memmem;
use ring::digest;
use std::sync::{
    Arc, Mutex, RwLock,
    atomic::{AtomicI64, Ordering},
};

/// One match on the board: a version, how current it is, and its bytes.
#[derive(Debug)]
pub struct Entry {
    doc: Arc<Match>,
    /// When the upstream last confirmed it, in milliseconds since 1970.
    confirmed: AtomicI64,
    body: Mutex<Option<Body>>,
}

/// A match as bytes, made once for all readers of the same version, age and freshness.
#[derive(Clone, Debug)]
pub struct Body {
    /// The match as JSON.
    pub json: Bytes,
    /// A weak validator of them, quotes included: the same as long as no more than `as_of` changes.
    pub etag: Arc<str>,
    /// When the upstream last confirmed the match.
    pub as_of: Instant,
    /// The same as text.
    pub said: Arc<str>,
    /// What that means.
    pub freshness: Freshness,
}

impl Entry {
    /// A version as its last change left it.
    pub fn new(doc: Arc<Match>) -> Self {
        let confirmed = AtomicI64::new(doc.as_of.timestamp_millis());
        Self { doc, confirmed, body: Mutex::new(None) }
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

    /// The match as bytes, as it stands at `now`.
    pub fn body(&self, now: Instant) -> Body {
        let (as_of, freshness) = (self.as_of(), self.freshness(now));
        let mut kept = self.body.lock().expect("no holder of this lock panics");
        if let Some(body) = kept.as_ref().filter(|b| b.as_of == as_of && b.freshness == freshness) {
            return body.clone();
        }
        let body = render(&self.current(now));
        *kept = Some(body.clone());
        body
    }
}

/// A match as bytes with its validator.
pub fn render(current: &Match) -> Body {
    let json = serde_json::to_vec(current).expect("a match holds nothing that JSON cannot say");
    Body {
        etag: etag(&json).into(),
        json: json.into(),
        as_of: current.as_of,
        said: said(current.as_of).into(),
        freshness: current.freshness,
    }
}

/// An instant as our answers say it.
pub fn said(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// A validator of some JSON, quotes included: the same on every node and in every build.
///
/// Where the body says by `as_of` how old it is, that is left out and the tag is weak: it changes only
/// with what is said of the match.
pub fn etag(json: &[u8]) -> String {
    const AS_OF: &[u8] = b"\"as_of\":\"";
    let mut hasher = digest::Context::new(&digest::SHA256);
    let (mut rest, mut weak) = (json, "");
    // Within a text the quotes would be escaped.
    while let Some(at) = memmem::find(rest, AS_OF) {
        let (before, after) = rest.split_at(at + AS_OF.len());
        hasher.update(before);
        rest = &after[memchr::memchr(b'"', after).unwrap_or(after.len())..];
        weak = "W/";
    }
    hasher.update(rest);
    let hash = &hasher.finish();
    format!("{weak}\"{}\"", HEXLOWER.encode(&hash.as_ref()[..12]))
}

/// The matches of these days. Cheap to clone; readers never wait for a writer's I/O.
#[derive(Clone, Debug, Default)]
pub struct Board {
    entries: Arc<RwLock<HashMap<MatchKey, Arc<Entry>>>>,
}

impl Board {
    /// Show a version of a match, unless a later one is shown. It counts as lately confirmed as what
    /// was shown before.
    pub fn put(&self, doc: Arc<Match>) {
        let key = (doc.sport, doc.id.clone());
        let entry = Arc::new(Entry::new(doc));
        let mut entries = self.entries.write().expect("no holder of this lock panics");
        if let Some(before) = entries.get(&key) {
            if before.doc.version > entry.doc.version {
                return;
            }
            entry.confirmed.fetch_max(before.confirmed.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        entries.insert(key, entry);
    }

    /// The match, if it is on the board.
    pub fn get(&self, key: &MatchKey) -> Option<Arc<Entry>> {
        self.read().get(key).cloned()
    }

    /// The upstream confirmed a match's state at `as_of`; never moves back.
    pub fn confirm(&self, key: &MatchKey, as_of: Instant) {
        if let Some(entry) = self.read().get(key) {
            entry.confirmed.fetch_max(as_of.timestamp_millis(), Ordering::Relaxed);
        }
    }

    /// The matches that `keep` asks for, in order of kick-off.
    pub fn select(&self, keep: impl Fn(&Match) -> bool) -> Vec<Arc<Entry>> {
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

    /// Take one match off the board.
    pub fn remove(&self, key: &MatchKey) {
        self.entries.write().expect("no holder of this lock panics").remove(key);
    }

    /// Take matches off the board that `drop` names; they stay in the database.
    pub fn clear(&self, drop: impl Fn(&Match) -> bool) {
        let mut entries = self.entries.write().expect("no holder of this lock panics");
        entries.retain(|_, entry| !drop(&entry.doc));
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, HashMap<MatchKey, Arc<Entry>>> {
        self.entries.read().expect("no holder of this lock panics")
    }
}

/// The order lists are in: by kick-off, then sport and number. It is total, so cursors can rely on it.
pub fn order(m: &Match) -> (i64, &'static str, &str) {
    (m.starts_at.timestamp_millis(), m.sport.slug(), &m.id.0)
}

#[cfg(test)]
mod tests {
    use super::etag;

    #[test]
    fn a_tag_is_weak_and_leaves_the_age_out_where_the_body_says_one() {
        let body =
            |score: u8, at: &str| format!("{{\"score\":{score},\"as_of\":\"{at}\",\"x\":1}}");
        let tag = |score, at| etag(body(score, at).as_bytes());
        assert_eq!(tag(1, "2026-05-17T12:00:00.000Z"), tag(1, "2026-05-17T12:00:09.000Z"));
        assert_ne!(tag(1, "2026-05-17T12:00:00.000Z"), tag(2, "2026-05-17T12:00:00.000Z"));
        assert!(tag(1, "a").starts_with("W/\""));
        let two = |a, b| etag(format!("{}{}", body(1, a), body(2, b)).as_bytes());
        assert_eq!(two("a", "b"), two("c", "d"));
    }

    #[test]
    fn a_tag_is_the_same_in_every_build() {
        assert_eq!(etag(b"{}"), "\"44136fa355b3678a1146ad16\"");
        assert_ne!(
            etag(b"{\"a\":\"\\\"as_of\\\":\\\"1\"}"),
            etag(b"{\"a\":\"\\\"as_of\\\":\\\"2\"}")
        );
    }
}
