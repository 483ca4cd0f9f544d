//! A race, lap by lap: pit stops, retirements, a safety car.

use super::grid::{self, DRIVERS};
use super::weekend::{Kind, Session};
use crate::simulator::dice::Dice;

/// A race as it will go.
#[derive(Clone, Debug)]
pub(super) struct Race {
    /// Laps to go at the start.
    pub laps: u32,
    /// The order of the start, by drivers' places.
    pub grid: Vec<usize>,
    /// By driver: milliseconds from the start at the end of each lap that is driven.
    crossings: Vec<Vec<i64>>,
    /// By driver: the laps after which a stop was made.
    pub stops: Vec<Vec<u32>>,
    /// By driver: whether the race ends on the way.
    retired: Vec<bool>,
    /// Unix milliseconds of the start.
    starts_at: i64,
}

/// A driver's standing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// The driver's place.
    pub driver: usize,
    /// Laps completed.
    pub laps: u32,
    /// Milliseconds at the end of the last of them.
    pub time: i64,
    /// Behind the first at the same lap, milliseconds.
    pub gap: i64,
    /// Whether this driver is out.
    pub out: bool,
}

/// A stop costs so much.
const STOP: i64 = 22_000;
/// From the first to the last on the grid.
const ROW: i64 = 350;

impl Race {
    /// The race or sprint of a session.
    pub(super) fn of(seed: u64, session: &Session) -> Self {
        let place = session.weekend.place();
        let laps = if session.kind == Kind::Sprint { place.laps / 3 } else { place.laps };
        let start = grid::grid(seed, &session.weekend, session.kind);
        let grid: Vec<usize> = start.into_iter().map(|(driver, _)| driver).collect();
        let mut dice = Dice::of(seed, &[95, session.id]);
        let starts_at = session.starts_at + dice.between(0, 180_000);
        let safety_car = dice.chance(0.55).then(|| {
            let first = dice.between(2, i64::from(laps) - 8);
            first..first + dice.between(3, 5)
        });
        let mut race = Self {
            laps,
            crossings: vec![Vec::new(); DRIVERS],
            stops: vec![Vec::new(); DRIVERS],
            retired: vec![false; DRIVERS],
            grid,
            starts_at,
        };
        let mut ends = vec![laps; DRIVERS];
        for (driver, end) in ends.iter_mut().enumerate() {
            let mut dice = Dice::of(seed, &[96, session.id, driver as u64]);
            if dice.chance(0.09) {
                race.retired[driver] = true;
                *end = u32::try_from(dice.below(usize::try_from(laps).unwrap_or(1))).unwrap_or(0);
            }
            if session.kind == Kind::Race {
                let first = u32::try_from(dice.between(12, 26)).unwrap_or(15);
                let second = u32::try_from(dice.between(32, 44)).unwrap_or(35);
                race.stops[driver] =
                    if dice.chance(0.7) { vec![first, second] } else { vec![first + 6] };
            }
        }
        let mut clock: Vec<i64> = vec![0; DRIVERS];
        for (row, driver) in race.grid.iter().enumerate() {
            clock[*driver] = i64::try_from(row).unwrap_or(0) * ROW;
        }
        for lap in 1..=laps {
            let behind_car = safety_car.as_ref().is_some_and(|it| it.contains(&i64::from(lap)));
            for driver in 0..DRIVERS {
                if lap > ends[driver] {
                    continue;
                }
                let mut dice = Dice::of(seed, &[97, session.id, driver as u64, u64::from(lap)]);
                let slow = grid::slowness(seed, driver, session.weekend.year);
                let mut time = place.lap as f64 * (1.01 + slow + (dice.fraction() - 0.5) * 0.012);
                if behind_car {
                    time *= 1.45;
                }
                clock[driver] += time as i64;
                if race.stops[driver].contains(&lap) {
                    clock[driver] += STOP + dice.between(0, 3_000);
                }
            }
            if behind_car {
                bunch(&mut clock, &ends, lap);
            }
            for driver in 0..DRIVERS {
                if lap <= ends[driver] {
                    race.crossings[driver].push(clock[driver]);
                }
            }
        }
        race
    }

    /// Milliseconds from the start at which the winner finishes.
    fn won_at(&self) -> i64 {
        let whole = usize::try_from(self.laps).unwrap_or(0);
        let finishes = self.crossings.iter().filter_map(|laps| laps.get(whole.checked_sub(1)?));
        finishes.min().copied().unwrap_or(0)
    }

    /// Unix milliseconds at which the flag has fallen for everybody.
    pub(super) fn ends_at(&self) -> i64 {
        self.starts_at + self.won_at() + 150_000
    }

    /// The lap the first is in at `now`, from 1.
    pub(super) fn lap(&self, now: i64) -> u32 {
        let laps = self.order(now).first().map_or(0, |first| first.laps);
        (laps + 1).min(self.laps)
    }

    /// The order at `now`: laps, then time; who is out comes last.
    pub(super) fn order(&self, now: i64) -> Vec<Standing> {
        let since = now.saturating_sub(self.starts_at).max(0);
        let won_at = self.won_at();
        let standing = |driver: &usize| {
            let crossings = &self.crossings[*driver];
            // After the flag nobody drives another lap than the one they are in.
            let flagged = crossings.partition_point(|at| *at < won_at) + 1;
            let done = crossings.partition_point(|at| *at <= since).min(flagged);
            let out = self.retired[*driver] && done == crossings.len();
            let time = done.checked_sub(1).map_or(0, |last| crossings[last]);
            let laps = u32::try_from(done).unwrap_or(0);
            Standing { driver: *driver, laps, time, gap: 0, out }
        };
        let mut order: Vec<Standing> = self.grid.iter().map(standing).collect();
        order.sort_by_key(|it| (it.out, std::cmp::Reverse(it.laps), it.time));
        let leader = order.first().map_or(0, |first| first.driver);
        for standing in &mut order {
            let last = usize::try_from(standing.laps).unwrap_or(0).checked_sub(1);
            let ahead = last.and_then(|last| self.crossings[leader].get(last));
            standing.gap = ahead.map_or(0, |ahead| standing.time - ahead).max(0);
        }
        order
    }
}

/// Behind the safety car all close up, in their order.
fn bunch(clock: &mut [i64], ends: &[u32], lap: u32) {
    let mut running: Vec<usize> = (0..clock.len()).filter(|driver| ends[*driver] >= lap).collect();
    running.sort_by_key(|driver| clock[*driver]);
    let Some(first) = running.first().map(|driver| clock[*driver]) else { return };
    for (place, driver) in running.into_iter().enumerate() {
        let close = first + i64::try_from(place).unwrap_or(0) * 900;
        // Whoever is nearly a lap down stays so.
        if clock[driver] - first < 100_000 {
            clock[driver] = clock[driver].min(close);
        }
    }
}
