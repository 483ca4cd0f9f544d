//! The simulator itself: its clock, its world, and what it remembers of days already worked out.

use super::calendar::{self, Calendar, Day, Fixture};
use super::config::SimulatorConfig;
use super::fate::{DAY, Fate, HOUR};
use super::quota::Quota;
use super::script::{self, Code, Script};
use super::sport::Sports;
use super::view::{self, View};
use super::world::World;
use chrono::{DateTime, Utc};
use entity::model::Sport;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

/// A stand-in for API-Sports; cheap to clone, all clones share one world and one quota a sport.
#[derive(Clone, Debug)]
pub struct Simulator {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub config: SimulatorConfig,
    pub world: World,
    pub calendar: Calendar,
    /// The other sports.
    pub sports: Sports,
    quotas: Mutex<BTreeMap<Sport, Quota>>,
    /// Earlier answers by question, kept only while the fault `stale` may show.
    pub earlier: Mutex<HashMap<String, VecDeque<String>>>,
    /// Calls counted, which faults are drawn by.
    pub calls: AtomicU64,
    made: Instant,
    days: Mutex<HashMap<i64, Arc<Programme>>>,
}

/// A day with what is worked out of it at need.
#[derive(Debug)]
pub(super) struct Programme {
    pub day: Day,
    number: i64,
    scripts: Vec<OnceLock<Arc<Script>>>,
    results: Vec<OnceLock<Arc<View>>>,
    beats: OnceLock<HashMap<u64, Vec<i64>>>,
}

/// A match found: its day and its place in it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    programme: Arc<Programme>,
    place: usize,
}

impl Found {
    pub(super) fn fixture(&self) -> &Fixture {
        &self.programme.day.fixtures[self.place]
    }
}

/// Days kept; a list of two weeks and a table fit in.
const DAYS_KEPT: usize = 64;
/// No match is in play longer than this after its kick-off.
const MAX_MATCH_SECONDS: i64 = 5 * HOUR;

impl Simulator {
    /// A simulator at the beginning of its clock.
    pub fn new(config: SimulatorConfig) -> Self {
        let world = World::new(
            config.seed,
            config.evening.map_or(config.matches_per_day, |matches| matches * 2),
        );
        let starts_at = config.starts_at.timestamp_millis();
        let calendar = config.evening.map_or_else(
            || Calendar::ordinary(config.matches_per_day),
            |matches| Calendar::Evening { day: starts_at.div_euclid(DAY), starts_at, matches },
        );
        Self {
            inner: Arc::new(Inner {
                sports: Sports::new(config.seed, config.evening.is_some()),
                quotas: Mutex::new(BTreeMap::new()),
                config,
                world,
                calendar,
                earlier: Mutex::new(HashMap::new()),
                calls: AtomicU64::new(0),
                made: Instant::now(),
                days: Mutex::new(HashMap::new()),
            }),
        }
    }

    /// The simulated instant.
    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.inner.now()).unwrap_or(self.inner.config.starts_at)
    }

    /// What it was made from.
    pub fn config(&self) -> &SimulatorConfig {
        &self.inner.config
    }
}

impl Inner {
    /// The simulated instant, Unix milliseconds.
    pub(super) fn now(&self) -> i64 {
        let passed = self.made.elapsed().as_secs_f64() * self.config.speed * 1_000.0;
        self.config.starts_at.timestamp_millis() + passed as i64
    }

    /// Does something with a sport's counters; each sport has its own, with the same limits.
    pub(super) fn quota<T>(&self, sport: Sport, act: impl FnOnce(&mut Quota) -> T) -> T {
        let mut quotas = self.quotas.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Quota::new(self.config.day_limit, self.config.minute_limit);
        act(quotas.entry(sport).or_insert_with(new))
    }

    /// The programme of `day` (days since 1970).
    pub(super) fn programme(&self, number: i64) -> Arc<Programme> {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = days.get(&number) {
            return known.clone();
        }
        if days.len() >= DAYS_KEPT {
            let today = self.now().div_euclid(DAY);
            let farthest = days.keys().copied().max_by_key(|day| (day - today).abs());
            if let Some(farthest) = farthest {
                days.remove(&farthest);
            }
        }
        let day = self.calendar.day(&self.world, number);
        let blank = |_: &Fixture| OnceLock::new();
        let scripts = day.fixtures.iter().map(blank).collect();
        let results = day.fixtures.iter().map(|_| OnceLock::new()).collect();
        let programme =
            Arc::new(Programme { day, number, scripts, results, beats: OnceLock::new() });
        days.insert(number, programme.clone());
        programme
    }

    fn beats(&self, day: i64, id: u64) -> Vec<i64> {
        let programme = self.programme(day);
        let beats = programme.beats.get_or_init(|| {
            calendar::heartbeat(&self.world, day, &programme.day, &self.programme(day - 1).day)
        });
        beats.get(&id).cloned().unwrap_or_default()
    }

    /// The script of a match.
    pub(super) fn script(&self, found: &Found) -> Arc<Script> {
        found.programme.scripts[found.place].get_or_init(|| Arc::new(self.written(found))).clone()
    }

    fn written(&self, found: &Found) -> Script {
        let fixture = found.fixture();
        let heartbeat = self.calendar.has_heartbeat();
        let mut beats = Vec::new();
        if heartbeat && fixture.fate.is_plain() {
            beats = self.beats(found.programme.number, fixture.id);
            // Late matches go on into the next day.
            if fixture.kickoff.rem_euclid(DAY) > DAY - 2 * HOUR {
                beats.append(&mut self.beats(found.programme.number + 1, fixture.id));
            }
        }
        script::write(&self.world, fixture, &beats, heartbeat)
    }

    /// The match as shown at `now`.
    pub(super) fn view(&self, found: &Found, now: i64) -> View {
        let fixture = found.fixture();
        view::before(fixture, now)
            .unwrap_or_else(|| view::during(fixture, &self.script(found), now))
    }

    /// The match as shown at `now` for tables: long past ones are kept without their scripts.
    pub(super) fn result(&self, found: &Found, now: i64) -> Arc<View> {
        let fixture = found.fixture();
        if now < view::kickoff_at(fixture, now) + 12 * HOUR {
            return Arc::new(self.view(found, now));
        }
        let settled = || {
            let later = view::kickoff_at(fixture, now) + 12 * HOUR;
            let mut view = view::before(fixture, later)
                .unwrap_or_else(|| view::during(fixture, &self.written(found), later));
            view.events.shrink_to_fit();
            Arc::new(view)
        };
        // A postponed match is not settled until its new date.
        if matches!(fixture.fate, Fate::Postponed { moved, .. } if now < moved) {
            return Arc::new(self.view(found, now));
        }
        found.programme.results[found.place].get_or_init(settled).clone()
    }

    /// The match of that number, if the feed knows it at `now`.
    pub(super) fn find(&self, id: u64, now: i64) -> Option<Found> {
        let day = Calendar::day_of(id)?;
        // Far beyond the calendar nobody asks.
        if (day - now.div_euclid(DAY)).abs() > 800 {
            return None;
        }
        let programme = self.programme(day);
        let place = *programme.day.places.get(&id)?;
        (programme.day.fixtures[place].known_from <= now).then_some(Found { programme, place })
    }

    /// The matches first set for `number`, as far as known at `now`.
    pub(super) fn on_day(&self, number: i64, now: i64) -> Vec<Found> {
        let programme = self.programme(number);
        let known = |place: &usize| programme.day.fixtures[*place].known_from <= now;
        (0..programme.day.fixtures.len())
            .filter(known)
            .map(|place| Found { programme: programme.clone(), place })
            .collect()
    }

    /// The matches whose kick-off as set at `now` lies between two instants, by kick-off.
    pub(super) fn between(&self, from: i64, to: i64, now: i64) -> Vec<Found> {
        let (first, last) = (from.div_euclid(DAY), (to - 1).div_euclid(DAY));
        let wanted = |fixture: &Fixture| (from..to).contains(&view::kickoff_at(fixture, now));
        let mut found: Vec<Found> = Vec::new();
        for day in first..=last {
            let programme = self.programme(day);
            for (place, fixture) in programme.day.fixtures.iter().enumerate() {
                if fixture.known_from <= now && wanted(fixture) {
                    found.push(Found { programme: programme.clone(), place });
                }
            }
        }
        // Those put off come from up to four days before.
        for day in first - 4..first {
            let programme = self.programme(day);
            let moved = programme.day.moved.iter().copied();
            let moved = moved.filter(|place| wanted(&programme.day.fixtures[*place]));
            found.extend(moved.map(|place| Found { programme: programme.clone(), place }));
        }
        found.sort_by_key(|found| view::kickoff_at(found.fixture(), now));
        found
    }

    /// The matches in play at `now`.
    pub(super) fn live(&self, now: i64) -> Vec<(Found, View)> {
        let begun = self.between(now - MAX_MATCH_SECONDS, now + 1, now);
        let in_play = begun.into_iter().filter_map(|found| {
            let fixture = found.fixture();
            if view::before(fixture, now).is_some() {
                return None;
            }
            let script = self.script(&found);
            // Most are over: no need to read their whole script for that.
            if !script.code_at(now).is_some_and(Code::in_play) {
                return None;
            }
            let view = view::during(fixture, &script, now);
            Some((found, view))
        });
        in_play.collect()
    }
}
