//! The championships of drivers and of teams.

use super::grid::{DRIVERS, TEAMS};
use super::race::Race;
use super::weekend::{Kind, Weekend};

/// Points from the first place on.
const RACE: [u32; 10] = [25, 18, 15, 12, 10, 8, 6, 4, 2, 1];
const SPRINT: [u32; 8] = [8, 7, 6, 5, 4, 3, 2, 1];

/// What a driver or team has by now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Total {
    /// The driver's or team's place.
    pub place: usize,
    pub points: u32,
    /// Races won, sprints apart.
    pub wins: u32,
}

/// Drivers of a season at `now`, best first.
pub(super) fn drivers(seed: u64, year: i32, now: i64) -> Vec<Total> {
    let mut totals: Vec<Total> =
        (0..DRIVERS).map(|place| Total { place, ..Total::default() }).collect();
    for weekend in Weekend::of_year(seed, year) {
        if weekend.cancelled.is_some() {
            continue;
        }
        for session in weekend.sessions() {
            let points: &[u32] = match session.kind {
                Kind::Race => &RACE,
                Kind::Sprint => &SPRINT,
                Kind::Practice(_) | Kind::Qualifying(_) | Kind::Shootout(_) => continue,
            };
            if session.starts_at > now {
                continue;
            }
            let race = Race::of(seed, &session);
            if race.ends_at() > now {
                continue;
            }
            let order = race.order(i64::MAX);
            for (standing, points) in order.iter().filter(|it| !it.out).zip(points) {
                totals[standing.driver].points += points;
            }
            if let (Kind::Race, Some(first)) = (session.kind, order.first()) {
                totals[first.driver].wins += 1;
            }
        }
    }
    sort(&mut totals);
    totals
}

/// Teams of a season, from its drivers.
pub(super) fn teams(drivers: &[Total]) -> Vec<Total> {
    let team = |place: usize| {
        let members = drivers.iter().filter(|driver| driver.place / 2 == place);
        members.fold(Total { place, ..Total::default() }, |team, driver| Total {
            points: team.points + driver.points,
            wins: team.wins + driver.wins,
            ..team
        })
    };
    let mut totals: Vec<Total> = (0..TEAMS.len()).map(team).collect();
    sort(&mut totals);
    totals
}

fn sort(totals: &mut [Total]) {
    totals.sort_by_key(|total| (std::cmp::Reverse((total.points, total.wins)), total.place));
}
