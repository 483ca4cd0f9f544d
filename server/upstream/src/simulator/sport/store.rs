//! The matches of all sports of two sides, worked out at need and remembered.

use super::calendar::{self, Game, LONGEST};
use super::play::{Script, State, View};
use super::rules::{self, Rules};
use super::world::World;
use crate::simulator::dice::Dice;
use crate::simulator::fate::{DAY, Fate, HOUR, MINUTE};
use entity::model::Sport;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The other sports' side of a simulator.
#[derive(Debug)]
pub(in crate::simulator) struct Sports {
    /// What everything is drawn from.
    pub seed: u64,
    /// Nothing is played: an evening has football alone.
    pub closed: bool,
    worlds: [OnceLock<World>; Sport::ALL.len()],
    days: Mutex<HashMap<(Sport, i64), Arc<Programme>>>,
    scripts: Mutex<HashMap<(Sport, u64), Arc<Script>>>,
}

/// A day of a sport with what is worked out of it at need.
#[derive(Debug)]
pub(in crate::simulator) struct Programme {
    games: Vec<Game>,
    results: Vec<OnceLock<View>>,
}

/// A match found: its day and its place in it.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Found {
    /// Its sport.
    pub sport: Sport,
    programme: Arc<Programme>,
    place: usize,
}

impl Found {
    /// As the calendar has it.
    pub(in crate::simulator) fn game(&self) -> &Game {
        &self.programme.games[self.place]
    }
}

/// Days kept of all sports together: a whole competition of each of nine, with room.
const DAYS_KEPT: usize = 900;

/// Scripts kept: the matches of three days are a third of it.
const SCRIPTS_KEPT: usize = 3_000;

impl Sports {
    /// Nothing worked out yet.
    pub(in crate::simulator) fn new(seed: u64, closed: bool) -> Self {
        let worlds = std::array::from_fn(|_| OnceLock::new());
        let (days, scripts) = (Mutex::default(), Mutex::default());
        Self { seed, closed, worlds, days, scripts }
    }

    /// Leagues and clubs.
    pub(in crate::simulator) fn world(&self, sport: Sport) -> &World {
        self.worlds[sport as usize].get_or_init(|| World::new(self.seed, sport))
    }

    fn programme(&self, sport: Sport, rules: &dyn Rules, day: i64) -> Arc<Programme> {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = days.get(&(sport, day)) {
            return known.clone();
        }
        if days.len() >= DAYS_KEPT {
            days.clear();
        }
        let games = if self.closed {
            Vec::new()
        } else {
            calendar::games(sport, self.world(sport), rules, day)
        };
        let results = games.iter().map(|_| OnceLock::new()).collect();
        let programme = Arc::new(Programme { games, results });
        days.insert((sport, day), programme.clone());
        programme
    }

    /// The matches first set for a local day, as far as known at `now`.
    pub(in crate::simulator) fn on_day(&self, sport: Sport, day: i64, now: i64) -> Vec<Found> {
        let Some(rules) = rules::rules(sport) else { return Vec::new() };
        let programme = self.programme(sport, rules, day);
        let known = |place: &usize| programme.games[*place].known_from <= now;
        let found = |place| Found { sport, programme: programme.clone(), place };
        (0..programme.games.len()).filter(known).map(found).collect()
    }

    /// The matches whose start as set at `now` lies between two instants, by start.
    pub(in crate::simulator) fn between(
        &self,
        sport: Sport,
        from: i64,
        to: i64,
        now: i64,
    ) -> Vec<Found> {
        // Local days begin up to half a day off, and those put off come from up to three before.
        let days = from.div_euclid(DAY) - 4..=to.div_euclid(DAY) + 1;
        let found = days.flat_map(|day| self.on_day(sport, day, now));
        let mut found: Vec<Found> =
            found.filter(|found| (from..to).contains(&found.game().starts_at(now))).collect();
        found.sort_by_key(|found| (found.game().starts_at(now), found.game().id));
        found
    }

    /// The matches in play at `now`.
    pub(in crate::simulator) fn live(&self, sport: Sport, now: i64) -> Vec<Found> {
        let mut begun = self.between(sport, now - LONGEST, now + 1, now);
        begun.retain(|found| self.view(found, now).state.is_on());
        begun
    }

    /// The match of that number, if the feed knows it at `now`.
    pub(in crate::simulator) fn find(&self, sport: Sport, id: u64, now: i64) -> Option<Found> {
        let day = calendar::day_of(id)?;
        // Far beyond the calendar nobody asks.
        if (day - now.div_euclid(DAY)).abs() > 800 {
            return None;
        }
        self.on_day(sport, day, now).into_iter().find(|found| found.game().id == id)
    }

    /// The script of a match.
    pub(in crate::simulator) fn script(&self, found: &Found) -> Arc<Script> {
        let key = (found.sport, found.game().id);
        let lock = || self.scripts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return known.clone();
        }
        let script = Arc::new(self.written(found));
        let mut scripts = lock();
        if scripts.len() >= SCRIPTS_KEPT {
            scripts.clear();
        }
        scripts.insert(key, script.clone());
        script
    }

    fn written(&self, found: &Found) -> Script {
        let Some(rules) = rules::rules(found.sport) else { return Script::default() };
        let game = found.game();
        let strength = self.world(found.sport).strength(game.sides);
        let of = |attempt: u64| Dice::of(self.seed, &[65, found.sport as u64, game.id, attempt]);
        let starts_at = game.played_at() + calendar::delay(&mut of(0));
        let mut script = rules.script(game, starts_at, strength, &mut of(1));
        let Some(winner) = game.winner else { return script };
        // In a cup the bracket says who wins, so the match is played until it does; a third of the
        // ties are to be close.
        let close = of(0).chance(0.35);
        for attempt in 2..400 {
            let end = View::of(&script, starts_at, i64::MAX / 4);
            let totals = rules.totals(&end);
            let close = close && attempt < 200;
            if totals[winner] > totals[1 - winner] && (!close || rules.beyond(&end)) {
                break;
            }
            script = rules.script(game, starts_at, strength, &mut of(attempt));
        }
        script
    }

    /// The match as shown at `now`.
    pub(in crate::simulator) fn view(&self, found: &Found, now: i64) -> View {
        let game = found.game();
        let starts_at = game.starts_at(now);
        let blank = |state| View::blank(starts_at, state);
        match game.fate {
            Fate::Postponed { told, moved, .. } if (told..moved).contains(&now) => {
                blank(State::Postponed)
            }
            Fate::Cancelled(told) if now >= told => blank(State::Cancelled),
            Fate::Walkover if now >= starts_at + 10 * MINUTE => blank(State::Walkover),
            Fate::Awarded if now >= starts_at + 10 * MINUTE => blank(State::Awarded),
            Fate::Cancelled(_) | Fate::Walkover | Fate::Awarded => blank(State::NotStarted),
            Fate::Played
            | Fate::Interrupted
            | Fate::Suspended
            | Fate::Abandoned
            | Fate::Postponed { .. } => {
                if now < starts_at {
                    return blank(State::NotStarted);
                }
                if now > game.played_at() + 24 * HOUR {
                    let settled = || View::of(&self.written(found), starts_at, i64::MAX / 4);
                    return found.programme.results[found.place].get_or_init(settled).clone();
                }
                View::of(&self.script(found), starts_at, now)
            }
        }
    }
}
