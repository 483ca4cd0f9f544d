//! The way in itself, from answers to the log, on a database in memory.

use super::{bare, json, observation};
use crate::{
    clock::Clock,
    ingest::{Announce, ApplyReport, Ingest},
    store::{Database, Leagues, Lease, MatchCache, log::Log},
};
use entity::model::{
    Change, LeagueId, Match, MatchId, ObservedMatch, Seq, Sport, Venue, apply_patch,
};
use proptest::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

/// Matches an answer may speak of; the odd ones and the even ones are of two leagues of one name.
const MATCHES: usize = 4;

/// Remembers what was announced.
#[derive(Default)]
struct Heard(Mutex<Vec<Change>>);

#[async_trait::async_trait]
impl Announce for Heard {
    async fn announce(&self, change: &Change) {
        self.0.lock().expect("nobody panics here").push(change.clone());
    }
}

struct World {
    ingest: Ingest,
    match_cache: MatchCache,
    log: Log,
    heard: Arc<Heard>,
}

impl World {
    async fn new() -> Self {
        let database = Database::connect("sqlite::memory:").await.expect("opens");
        database.migrate().await.expect("has a schema");
        let (match_cache, heard) = (MatchCache::default(), Arc::<Heard>::default());
        let log = Log::open(database.clone()).await.expect("opens");
        let leagues = Leagues::load(database.clone()).await.expect("loads");
        let lease = Lease::of_polling(database.clone());
        let clock = Clock::starting_at(super::instant(0));
        let (shown, told) = (match_cache.clone(), heard.clone());
        let ingest = Ingest::new(database, log.clone(), lease, leagues, shown, clock, told);
        Self { ingest, match_cache, log, heard }
    }

    async fn take(&self, answer: &[ObservedMatch]) -> ApplyReport {
        let asked = std::time::Instant::now();
        let taken = self.ingest.apply(Sport::Football, answer.to_vec(), asked, super::instant(1));
        taken.await.expect("is taken in")
    }

    /// Every match as it stands, by its number.
    fn shown(&self) -> BTreeMap<String, Match> {
        let entries = self.match_cache.select(|_| true);
        entries.iter().map(|entry| (entry.doc().id.0.clone(), (**entry.doc()).clone())).collect()
    }

    async fn logged(&self) -> Vec<Change> {
        self.log.between(Seq(0), Seq(u64::MAX >> 1), 10_000).await.expect("is read").changes
    }
}

/// What one answer says: of some of the matches, each at most once, in any order.
fn answer() -> impl Strategy<Value = Vec<ObservedMatch>> {
    let rows = prop::collection::vec(prop::option::weighted(0.8, observation()), MATCHES);
    rows.prop_map(|rows| {
        let numbered = rows.into_iter().enumerate();
        numbered.filter_map(|(n, row)| Some(of(n, row?))).collect::<Vec<_>>()
    })
    .prop_shuffle()
}

fn of(n: usize, mut row: ObservedMatch) -> ObservedMatch {
    row.id = MatchId((n + 1).to_string());
    row.league.id = LeagueId((n % 2 + 1).to_string());
    row.league.country = Some(["Here", "There"][n % 2].to_owned());
    row
}

/// Answers one after another, each with the same rows in another order.
fn course() -> impl Strategy<Value = Vec<(Vec<ObservedMatch>, Vec<ObservedMatch>)>> {
    let both = answer().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()));
    prop::collection::vec(both, 1..6)
}

/// A match without its place in the log, which is by order of rows, and without the hour.
fn essence(m: &Match) -> serde_json::Value {
    let mut bare = bare(&json(m));
    for time in ["seq", "updated_at", "as_of"] {
        bare.as_object_mut().expect("is an object").remove(time);
    }
    bare
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("begins")
}

/// Everything said twice, so that what goes back is believed, and some of it edited in between.
async fn run(world: &World, answers: &[Vec<ObservedMatch>]) -> Vec<(usize, usize)> {
    let mut counts = Vec::new();
    for rows in answers {
        let mut edited = rows.clone();
        if let Some(row) = edited.iter_mut().find(|row| row.id.0 == "1") {
            row.venue = Some(Venue { name: Some("Elsewhere".to_owned()), city: None });
        }
        for rows in [rows, rows, &edited] {
            let taken = world.take(rows).await;
            counts.push((taken.changes.len(), taken.held));
        }
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_order_of_rows_is_of_no_account(course in course()) {
        runtime().block_on(async {
            let (one, other) = (World::new().await, World::new().await);
            let (plain, shuffled): (Vec<_>, Vec<_>) = course.into_iter().unzip();
            prop_assert_eq!(run(&one, &plain).await, run(&other, &shuffled).await);
            let (one, other) = (one.shown(), other.shown());
            prop_assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
            for (id, m) in &one {
                prop_assert_eq!(essence(m), essence(&other[id]));
            }
            Ok(())
        })?;
    }

    #[test]
    fn versions_and_positions_are_contiguous_and_every_patch_leads_to_the_next(course in course()) {
        runtime().block_on(async {
            let world = World::new().await;
            let mut clients = BTreeMap::new();
            for (rows, again) in course {
                for (n, rows) in [&rows, &again, &rows].into_iter().enumerate() {
                    let before: BTreeSet<String> = clients.keys().cloned().collect();
                    let taken = world.take(rows).await;
                    if n == 2 {
                        prop_assert_eq!((taken.changes.len(), taken.held), (0, 0), "it was said twice");
                    }
                    for (_, change) in &taken.changes {
                        prop_assert!(before.contains(&change.match_id.0), "first sight is silent");
                        let held = clients.get_mut(&change.match_id.0).expect("is held");
                        apply_patch(held, &change.patch);
                    }
                    for (id, m) in world.shown() {
                        let held = clients.entry(id).or_insert_with(|| json(&m));
                        prop_assert_eq!(bare(held), bare(&json(&m)));
                    }
                }
            }
            let logged = world.logged().await;
            let positions: Vec<u64> = logged.iter().map(|change| change.seq.0).collect();
            prop_assert_eq!(positions, (1..=logged.len() as u64).collect::<Vec<_>>());
            for (id, m) in world.shown() {
                let of = logged.iter().filter(|change| change.match_id.0 == id);
                let versions: Vec<u64> = of.map(|change| change.version).collect();
                prop_assert_eq!(versions, (2..=m.version).collect::<Vec<_>>());
            }
            let heard = world.heard.0.lock().expect("nobody panics here");
            prop_assert_eq!(&*heard, &logged, "all of it was announced, in order");
            Ok(())
        })?;
    }
}
