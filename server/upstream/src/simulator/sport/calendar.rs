//! Which matches of a sport a day has, and what becomes of each.

use super::league::League;
use super::rules::Rules;
use super::world::World;
use crate::simulator::dice::Dice;
use crate::simulator::fate::{DAY, Fate, HOUR, MINUTE};
use entity::model::Sport;

/// A match as the calendar has it.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Game {
    /// The upstream's number; says the day, the league and the pair.
    pub id: u64,
    /// The league's place.
    pub league: usize,
    /// Places of home and away.
    pub sides: [usize; 2],
    /// Unix milliseconds, as first set.
    pub starts_at: i64,
    /// The first day of its competition.
    pub first: i64,
    /// From 0.
    pub round: i64,
    /// What becomes of it.
    pub fate: Fate,
    /// In a cup: which side goes through.
    pub winner: Option<usize>,
    /// Before that instant the feed does not know the match.
    pub known_from: i64,
}

impl Game {
    /// The start as set at `now`.
    pub(in crate::simulator) const fn starts_at(&self, now: i64) -> i64 {
        match self.fate {
            Fate::Postponed { moved, kickoff, .. } if now >= moved => kickoff,
            _ => self.starts_at,
        }
    }

    /// The start at which it is played in the end.
    pub(in crate::simulator) const fn played_at(&self) -> i64 {
        self.starts_at(i64::MAX)
    }
}

/// The day from which numbers count.
const FIRST_DAY: i64 = 18_000;

/// The local day that the number of a match names.
pub(in crate::simulator) fn day_of(id: u64) -> Option<i64> {
    i64::try_from(id / 10_000).ok().map(|days| days + FIRST_DAY)
}

/// The number of the first match of a day.
pub(in crate::simulator) fn first_id(day: i64) -> u64 {
    u64::try_from(day - FIRST_DAY).unwrap_or(0) * 10_000
}

/// The matches first set for the local `day` of each league, by start.
pub(in crate::simulator) fn games(
    sport: Sport,
    world: &World,
    rules: &dyn Rules,
    day: i64,
) -> Vec<Game> {
    let mut games = Vec::new();
    for league in &world.leagues {
        let turn = league.turn(day);
        let pairs = pairs(sport, world.seed, league, turn.phase, turn.round);
        let slots = league.rhythm.slots.iter().cycle();
        for (place, ((sides, winner), (slot, minute))) in pairs.into_iter().zip(slots).enumerate() {
            if *slot != turn.day {
                continue;
            }
            let id = first_id(day) + league.index as u64 * 100 + place as u64;
            let starts_at = league.instant(day, *minute);
            let mut dice = Dice::of(world.seed, &[60, sport as u64, id]);
            // The tie before it is over when this one is told.
            let known_from = if league.cup && turn.round > 0 {
                (day - turn.day) * DAY + 2 * HOUR - league.country.offset * HOUR
            } else {
                i64::MIN
            };
            let fate = allowed(draw(&mut dice, starts_at, league.cup), rules);
            games.push(Game {
                id,
                league: league.index,
                sides,
                starts_at,
                first: turn.first,
                round: turn.round,
                fate,
                winner,
                known_from,
            });
        }
    }
    games.sort_by_key(|game| (game.starts_at, game.id));
    games
}

/// What becomes of a match; a cup's is played on its day.
fn draw(dice: &mut Dice, starts_at: i64, cup: bool) -> Fate {
    match dice.below(1_000) {
        0..10 if !cup => Fate::Postponed {
            told: starts_at - dice.between(4, 90) * MINUTE,
            moved: starts_at + dice.between(3, 20) * HOUR,
            kickoff: starts_at + dice.between(1, 3) * DAY,
        },
        10..15 if !cup => Fate::Cancelled(starts_at - dice.between(1, 30) * HOUR / 2),
        15..24 => Fate::Interrupted,
        24..29 => Fate::Suspended,
        29..32 if !cup => Fate::Abandoned,
        32..34 if !cup => Fate::Walkover,
        34..36 if !cup => Fate::Awarded,
        _ => Fate::Played,
    }
}

/// The fate, or an ordinary match where the sport's feed has no word for it.
fn allowed(fate: Fate, rules: &dyn Rules) -> Fate {
    let codes = rules.codes();
    let known = match fate {
        Fate::Played | Fate::Postponed { .. } | Fate::Cancelled(_) => true,
        Fate::Interrupted | Fate::Suspended => codes.halted.is_some(),
        Fate::Abandoned => codes.abandoned.is_some() && codes.halted.is_some(),
        Fate::Awarded => codes.awarded.is_some(),
        Fate::Walkover => codes.walkover.is_some(),
    };
    if known { fate } else { Fate::Played }
}

/// The sides of a round and, in a cup, who goes through.
fn pairs(
    sport: Sport,
    seed: u64,
    league: &League,
    phase: i64,
    round: i64,
) -> Vec<([usize; 2], Option<usize>)> {
    let mut order = league.teams.clone();
    let phase = u64::try_from(phase).unwrap_or(0);
    Dice::of(seed, &[61, sport as u64, league.index as u64, phase]).shuffle(&mut order);
    let round = usize::try_from(round).unwrap_or(0);
    if league.cup {
        // The bracket is drawn beforehand: of two, the one named first in `order` goes through.
        let ties = if round < 4 { (order.len() / 2) >> round } else { 0 };
        let tie = |pair: usize| {
            let (one, two) = (order[pair], order[pair + ties]);
            if (pair + round).is_multiple_of(2) {
                ([one, two], Some(0))
            } else {
                ([two, one], Some(1))
            }
        };
        return (0..ties).map(tie).collect();
    }
    let ring = order.len() - 1;
    let turn = round % ring;
    let pair = |pair: usize| {
        let one = if pair == 0 { order[ring] } else { order[(turn + pair) % ring] };
        let two = order[(turn + ring - pair) % ring];
        let home = (pair + turn + round / ring).is_multiple_of(2);
        (if home { [one, two] } else { [two, one] }, None)
    };
    (0..order.len() / 2).map(pair).collect()
}

/// How long after its start a match is in play at most.
pub(in crate::simulator) const LONGEST: i64 = 8 * HOUR;

/// How late it begins.
pub(in crate::simulator) fn delay(dice: &mut Dice) -> i64 {
    dice.between(0, 3 * MINUTE)
}
