//! Drivers and their teams, and sessions against the clock.

use super::weekend::{Kind, Session, Weekend};
use crate::simulator::dice::Dice;
use crate::simulator::fate::MINUTE;
use crate::simulator::world::Family;

/// Teams of two drivers each.
pub(super) const TEAMS: [&str; 10] = [
    "Northgate Racing",
    "Scuderia Aurora",
    "Silverline Grand Prix",
    "Equipe Mistral",
    "Castor Motorsport",
    "Halden Racing",
    "Kestrel F1 Team",
    "Vento Racing",
    "Meridian Grand Prix",
    "Atlas F1 Team",
];

/// How many drive.
pub(super) const DRIVERS: usize = 20;

/// A driver.
#[derive(Clone, Debug)]
pub(super) struct Driver {
    /// The upstream's number.
    pub id: u32,
    pub name: String,
    pub abbr: String,
    /// On the car.
    pub number: u32,
    /// The place of the team.
    pub team: usize,
}

const FAMILIES: [Family; 6] = [
    Family::English,
    Family::German,
    Family::Spanish,
    Family::French,
    Family::Nordic,
    Family::Japanese,
];

/// The driver at that place.
pub(super) fn driver(seed: u64, place: usize) -> Driver {
    let mut dice = Dice::of(seed, &[86, place as u64]);
    let family = *dice.pick(&FAMILIES);
    let name = family.person(&mut dice);
    let surname = name.rsplit(' ').next().unwrap_or(&name);
    let letters = surname.chars().filter(char::is_ascii_alphabetic).take(3);
    let abbr = letters.collect::<String>().to_uppercase();
    let id = 21 + u32::try_from(place).unwrap_or(0);
    // 11 shares no factor with 97, so all numbers differ.
    let number = 2 + u32::try_from(place * 11 % 97).unwrap_or(0);
    Driver { id, name, abbr, number, team: place / 2 }
}

/// How much slower than the best a driver is this season: a share of a lap.
pub(super) fn slowness(seed: u64, place: usize, year: i32) -> f64 {
    let year = u64::try_from(year).unwrap_or(0);
    let car = Dice::of(seed, &[87, (place / 2) as u64, year]).fraction();
    let hand = Dice::of(seed, &[88, place as u64, year]).fraction();
    car * 0.011 + hand * 0.004
}

/// A lap as far as it is a driver's best so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Best {
    /// The driver's place.
    pub driver: usize,
    /// Milliseconds; `None` before the first.
    pub time: Option<i64>,
    /// Laps driven.
    pub laps: u32,
}

/// The order of a session against the clock at `now`, those without a time last.
pub(super) fn timed(seed: u64, session: &Session, now: i64) -> Vec<Best> {
    let minutes = session.kind.minutes().unwrap_or(0);
    let lap = session.weekend.place().lap;
    let year = session.weekend.year;
    let mut order: Vec<Best> = entrants(seed, session)
        .into_iter()
        .map(|driver| {
            let mut dice = Dice::of(seed, &[89, session.id, driver as u64]);
            let usual = lap as f64 * (0.985 + slowness(seed, driver, year));
            let mut best = Best { driver, time: None, laps: 0 };
            // A run ends every few minutes, each a little faster on the better track.
            let mut at = session.starts_at + dice.between(2 * lap, 4 * lap);
            let mut gain = 0.0;
            while at <= now && at < session.starts_at + minutes * MINUTE {
                let time = (usual * (1.0 + dice.fraction() * 0.012 - gain)) as i64;
                best.time = Some(best.time.map_or(time, |known| known.min(time)));
                best.laps += 3;
                at += 2 * lap + dice.between(MINUTE / 2, 3 * MINUTE);
                gain += 0.0008;
            }
            best
        })
        .collect();
    order.sort_by_key(|best| (best.time.unwrap_or(i64::MAX), best.driver));
    order
}

/// Who takes part: the second part of a qualifying has fifteen, the third ten.
fn entrants(seed: u64, session: &Session) -> Vec<usize> {
    let through = |kind: Kind, count: usize| {
        let before = session.weekend.sessions().into_iter().find(|it| it.kind == kind);
        let order = before.map(|before| timed(seed, &before, i64::MAX)).unwrap_or_default();
        order.into_iter().take(count).map(|best| best.driver).collect()
    };
    match session.kind {
        Kind::Qualifying(2) => through(Kind::Qualifying(1), 15),
        Kind::Qualifying(3) => through(Kind::Qualifying(2), 10),
        Kind::Shootout(2) => through(Kind::Shootout(1), 15),
        Kind::Shootout(3) => through(Kind::Shootout(2), 10),
        Kind::Practice(_) | Kind::Qualifying(_) | Kind::Shootout(_) | Kind::Sprint | Kind::Race => {
            (0..DRIVERS).collect()
        }
    }
}

/// A place on the grid: who, and with what lap.
pub(super) type Start = (usize, Option<i64>);

/// The grid of a race or sprint, from its qualifying.
pub(super) fn grid(seed: u64, weekend: &Weekend, kind: Kind) -> Vec<Start> {
    let parts: [Kind; 3] = match kind {
        Kind::Sprint => [Kind::Shootout(3), Kind::Shootout(2), Kind::Shootout(1)],
        Kind::Race | Kind::Practice(_) | Kind::Qualifying(_) | Kind::Shootout(_) => {
            [Kind::Qualifying(3), Kind::Qualifying(2), Kind::Qualifying(1)]
        }
    };
    let sessions = weekend.sessions();
    let mut grid: Vec<Start> = Vec::with_capacity(DRIVERS);
    for part in parts {
        let session = sessions.iter().find(|session| session.kind == part);
        let order = session.map(|session| timed(seed, session, i64::MAX)).unwrap_or_default();
        for best in order {
            if !grid.iter().any(|(driver, _)| *driver == best.driver) {
                grid.push((best.driver, best.time));
            }
        }
    }
    grid
}

/// When the grid of a race or sprint is known.
pub(super) fn known_at(weekend: &Weekend, kind: Kind) -> i64 {
    let last = if kind == Kind::Sprint { Kind::Shootout(3) } else { Kind::Qualifying(3) };
    let session = weekend.sessions().into_iter().find(|session| session.kind == last);
    session.map_or(i64::MAX, |session| {
        session.starts_at + (session.kind.minutes().unwrap_or(0) + 5) * MINUTE
    })
}
