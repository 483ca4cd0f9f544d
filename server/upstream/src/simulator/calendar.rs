//! Which matches a day has: who plays whom, when, and what becomes of it.

use super::config::HEARTBEAT_FROM;
use super::dice::Dice;
use super::fate::{DAY, Fate, HOUR, MINUTE, Wish};
use super::world::{Coverage, Kind, League, World};
use chrono::{DateTime, Datelike};
use std::collections::HashMap;

/// A match as the calendar has it.
#[derive(Clone, Debug)]
pub(super) struct Fixture {
    /// The upstream's number; says the day, the league and the pair.
    pub id: u64,
    /// The league's place.
    pub league: usize,
    /// The home club's place.
    pub home: usize,
    /// The away club's place.
    pub away: usize,
    /// Unix milliseconds, as first set.
    pub kickoff: i64,
    /// Which competition of the league, counted from long ago.
    pub phase: i64,
    /// From 0.
    pub round: i64,
    /// The year in which the phase began.
    pub season: i32,
    /// What becomes of it.
    pub fate: Fate,
    /// What it must have in it.
    pub wish: Option<Wish>,
    /// In a cup: whether the home side goes through.
    pub home_wins: Option<bool>,
    /// Before that instant the feed does not know the match.
    pub known_from: i64,
}

/// The matches first set for one UTC day.
#[derive(Debug, Default)]
pub(super) struct Day {
    /// By kick-off.
    pub fixtures: Vec<Fixture>,
    /// Places of the postponed ones.
    pub moved: Vec<usize>,
    /// Place by number.
    pub places: HashMap<u64, usize>,
    /// Places of plain matches by quarter of an hour; the heartbeat chooses among them.
    plain: Vec<Vec<usize>>,
}

/// Which kind of calendar.
#[derive(Clone, Copy, Debug)]
pub(super) enum Calendar {
    /// Matches around the clock.
    Ordinary {
        /// Whether some match scores in every minute.
        heartbeat: bool,
    },
    /// One evening.
    Evening {
        /// Its day.
        day: i64,
        /// The first instant, Unix milliseconds.
        starts_at: i64,
        /// How many.
        matches: usize,
    },
}

/// Quarters of an hour in a day.
const QUARTERS: usize = 96;
/// The day from which fixture numbers count.
const FIRST_DAY: i64 = 18_000;

impl Calendar {
    /// The calendar with so many matches a day.
    pub(super) const fn ordinary(matches_per_day: usize) -> Self {
        Calendar::Ordinary { heartbeat: matches_per_day >= HEARTBEAT_FROM }
    }

    /// The day and the league's place that a fixture number names.
    pub(super) fn day_of(id: u64) -> Option<i64> {
        i64::try_from(id / 100_000).ok().map(|days| days + FIRST_DAY)
    }

    /// The matches first set for `day` (days since 1970).
    pub(super) fn day(self, world: &World, day: i64) -> Day {
        let mut fixtures = match self {
            Calendar::Ordinary { .. } => ordinary(world, day),
            Calendar::Evening { day: evening, starts_at, matches } if day == evening => {
                evening_of(world, day, starts_at, matches)
            }
            Calendar::Evening { .. } => Vec::new(),
        };
        fixtures.sort_by_key(|fixture| (fixture.kickoff, fixture.id));
        let mut plain = vec![Vec::new(); QUARTERS];
        for (place, fixture) in fixtures.iter().enumerate() {
            let tells = world.leagues[fixture.league].coverage != Coverage::Result;
            if fixture.fate.is_plain() && tells {
                let quarter = (fixture.kickoff - day * DAY).div_euclid(15 * MINUTE);
                if let Some(slot) =
                    usize::try_from(quarter).ok().and_then(|quarter| plain.get_mut(quarter))
                {
                    slot.push(place);
                }
            }
        }
        let moved = fixtures.iter().enumerate();
        let moved = moved
            .filter(|(_, fixture)| matches!(fixture.fate, Fate::Postponed { .. }))
            .map(|(place, _)| place)
            .collect();
        let places =
            fixtures.iter().enumerate().map(|(place, fixture)| (fixture.id, place)).collect();
        Day { fixtures, moved, places, plain }
    }

    /// Whether some match scores in every minute.
    pub(super) const fn has_heartbeat(self) -> bool {
        match self {
            Calendar::Ordinary { heartbeat } => heartbeat,
            Calendar::Evening { .. } => false,
        }
    }
}

/// Length of a window of the heartbeat: one goal falls into each.
const WINDOW: i64 = 40_000;

/// The goals that keep the world busy on `day`: instants by match number.
///
/// Each window of 40 s has one in its first 15 s, so no two are more than 55 s apart. It goes to a
/// match that is in play for certain, whatever its delays: 5 to 45 or 71 to 107 minutes after the
/// kick-off as set. `before` is the previous day.
pub(super) fn heartbeat(
    world: &World,
    day: i64,
    today: &Day,
    before: &Day,
) -> HashMap<u64, Vec<i64>> {
    let mut goals: HashMap<u64, Vec<i64>> = HashMap::new();
    let mut lately: [u64; 6] = [0; 6];
    for window in 0..DAY / WINDOW {
        let mut dice = Dice::of(
            world.seed,
            &[20, u64::try_from(day).unwrap_or(0), u64::try_from(window).unwrap_or(0)],
        );
        let since = window * WINDOW + dice.between(0, 15_000);
        let mut candidates: Vec<u64> = Vec::with_capacity(64);
        for ago in [(5, 45), (71, 107)] {
            let first = (since - ago.1 * MINUTE + 15 * MINUTE - 1).div_euclid(15 * MINUTE);
            let last = (since - ago.0 * MINUTE).div_euclid(15 * MINUTE);
            for quarter in first..=last {
                let (source, quarter) =
                    if quarter < 0 { (before, quarter + 96) } else { (today, quarter) };
                let Some(places) =
                    usize::try_from(quarter).ok().and_then(|quarter| source.plain.get(quarter))
                else {
                    continue;
                };
                candidates.extend(places.iter().map(|place| source.fixtures[*place].id));
            }
        }
        // The same match twice in a row would look odd.
        candidates.retain(|id| !lately.contains(id));
        if !candidates.is_empty() {
            let id = *dice.pick(&candidates);
            lately.rotate_right(1);
            lately[0] = id;
            goals.entry(id).or_default().push(day * DAY + since);
        }
    }
    goals
}

/// Where a league stands on a play day: phase, round, and the day its phase began.
fn turn(league: &League, day: i64) -> (i64, i64, i64) {
    let rounds = league.rounds();
    let turn = (day + league.parity).div_euclid(2) + league.shift;
    let (phase, round) = (turn.div_euclid(rounds), turn.rem_euclid(rounds));
    (phase, round, (phase * rounds - league.shift) * 2 - league.parity)
}

/// The phase a league is in on `day`, and the first and last day of that phase.
pub(super) fn phase_on(league: &League, day: i64) -> (i64, i64, i64) {
    let (phase, _, first) = turn(league, day);
    (phase, first, first + 2 * league.rounds() - 1)
}

/// The year of a day since 1970.
pub(super) fn year_of(day: i64) -> i32 {
    DateTime::from_timestamp(day * 86_400, 0).map_or(1970, |instant| instant.year())
}

/// The name of a round as the feed has it.
pub(super) fn round_name(league: &League, fixture: &Fixture) -> String {
    match league.kind {
        Kind::League => {
            let length = 2 * league.rounds();
            let first = (fixture.phase * league.rounds() - league.shift) * 2 - league.parity;
            let new_year = DateTime::from_timestamp(first * 86_400, 0)
                .map_or(0, |instant| i64::from(instant.ordinal0()));
            let ordinal = new_year / length + 1;
            let ending = match ordinal {
                1 => "st",
                2 => "nd",
                3 => "rd",
                _ => "th",
            };
            format!("{ordinal}{ending} Phase - {}", fixture.round + 1)
        }
        Kind::Cup => match fixture.round {
            0 => "Round of 32",
            1 => "Round of 16",
            2 => "Quarter-finals",
            3 => "Semi-finals",
            _ => "Final",
        }
        .to_owned(),
    }
}

/// The matches of `league` on one of its play days, without kick-offs and fates.
fn pairs(world: &World, league: &League, day: i64, round_of: Option<i64>) -> Vec<Fixture> {
    let (phase, round, first) = turn(league, day);
    let round = round_of.unwrap_or(round);
    let mut order = league.teams.clone();
    Dice::of(world.seed, &[21, league.index as u64, u64::try_from(phase).unwrap_or(0)])
        .shuffle(&mut order);
    let place = usize::try_from(round).unwrap_or(0);
    let matches: Vec<(usize, usize, Option<bool>)> = match league.kind {
        Kind::League => {
            let ring = order.len() - 1;
            (0..order.len() / 2)
                .map(|pair| {
                    let one = if pair == 0 { order[ring] } else { order[(place + pair) % ring] };
                    let two = order[(place + ring - pair) % ring];
                    if (pair + place) % 2 == 0 { (one, two, None) } else { (two, one, None) }
                })
                .collect()
        }
        // The bracket is drawn beforehand: of two, the one named first in `order` goes through.
        Kind::Cup if place < 5 => {
            let ties = 16 >> place;
            (0..ties)
                .map(|pair| {
                    let (one, two) = (order[pair], order[pair + ties]);
                    let home = (pair + usize::try_from(phase).unwrap_or(0)).is_multiple_of(2);
                    if home { (one, two, Some(true)) } else { (two, one, Some(false)) }
                })
                .collect()
        }
        Kind::Cup => Vec::new(),
    };
    let base = u64::try_from(day - FIRST_DAY).unwrap_or(0) * 100_000 + league.index as u64 * 100;
    // A tie is known when the day after the one before it begins.
    let known_from =
        if league.kind == Kind::Cup && round > 0 { (day - 1) * DAY + 4 * HOUR } else { i64::MIN };
    let season = year_of(first);
    let fixture =
        |(pair, (home, away, home_wins)): (usize, (usize, usize, Option<bool>))| Fixture {
            id: base + pair as u64,
            league: league.index,
            home,
            away,
            kickoff: day * DAY,
            phase,
            round,
            season,
            fate: Fate::Played,
            wish: None,
            home_wins,
            known_from,
        };
    matches.into_iter().enumerate().map(fixture).collect()
}

fn ordinary(world: &World, day: i64) -> Vec<Fixture> {
    let mut playing: Vec<&League> =
        world.leagues.iter().filter(|league| (day + league.parity).rem_euclid(2) == 0).collect();
    // Evening there comes in the order of the time zones; the ranks spread evenly over the clock, so
    // that there is play at every hour.
    playing.sort_by_key(|league| ((19 - league.country.offset).rem_euclid(24), league.index));
    let count = playing.len().max(1);
    let spread = (QUARTERS / count).max(6);
    let mut fixtures = Vec::with_capacity(1_024);
    for (rank, league) in playing.into_iter().enumerate() {
        let mut round = pairs(world, league, day, None);
        let size = round.len().max(1);
        for (place, fixture) in round.iter_mut().enumerate() {
            let mut dice = Dice::of(world.seed, &[22, fixture.id]);
            let group = place * 4 / size * spread / 4;
            let quarter = (rank * QUARTERS / count + group) % QUARTERS;
            fixture.kickoff += i64::try_from(quarter).unwrap_or(0) * 15 * MINUTE;
            fixture.fate = Fate::draw(&mut dice, fixture.kickoff, league.kind == Kind::Cup);
            fixture.wish = draw_wish(&mut dice, league.kind);
        }
        fixtures.append(&mut round);
    }
    fixtures
}

fn draw_wish(dice: &mut Dice, kind: Kind) -> Option<Wish> {
    match (kind, dice.below(20)) {
        (Kind::Cup, 0..=2) => Some(Wish::ExtraTime),
        (Kind::Cup, 3..=6) => Some(Wish::Shootout),
        (_, 7..=13) => Some(*dice.pick(&Wish::LEAGUE)),
        _ => None,
    }
}

fn evening_of(world: &World, day: i64, starts_at: i64, matches: usize) -> Vec<Fixture> {
    let mut fixtures: Vec<Fixture> = Vec::with_capacity(matches);
    let (mut fates, mut wishes, mut cups) = (0, 0, 0);
    for league in &world.leagues {
        for mut fixture in pairs(world, league, day, (league.kind == Kind::Cup).then_some(0)) {
            let mut dice = Dice::of(world.seed, &[23, fixture.id]);
            let is_cup = league.kind == Kind::Cup;
            // Cup ties last longest, so they begin first.
            let minute = if is_cup { dice.between(1, 8) } else { dice.between(3, 28) };
            fixture.kickoff = starts_at + minute * MINUTE;
            fixture.known_from = i64::MIN;
            if is_cup {
                fixture.wish = [Some(Wish::ExtraTime), Some(Wish::Shootout), None][cups % 3];
                cups += 1;
            } else if league.coverage == Coverage::Full && wishes < Wish::LEAGUE.len() {
                fixture.wish = Some(Wish::LEAGUE[wishes]);
                wishes += 1;
            } else if let Some(fate) = Fate::for_evening(fixture.kickoff)
                .get(fates)
                .filter(|_| league.coverage != Coverage::Result)
            {
                fixture.fate = *fate;
                fates += 1;
            } else {
                fixture.wish = draw_wish(&mut dice, league.kind);
            }
            fixtures.push(fixture);
        }
    }
    // Keep what is wanted for certain, then as many others as asked for.
    fixtures.sort_by_key(|fixture| (fixture.wish.is_none() && fixture.fate.is_plain(), fixture.id));
    fixtures.truncate(matches);
    fixtures
}
