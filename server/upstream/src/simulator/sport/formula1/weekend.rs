//! Weekends: where, and which sessions at what time.

use crate::simulator::dice::Dice;
use crate::simulator::fate::{DAY, HOUR, MINUTE};
use chrono::{DateTime, Datelike};

/// A grand prix and its circuit.
#[derive(Debug)]
pub(super) struct Place {
    pub country: &'static str,
    pub city: &'static str,
    /// Hours from UTC.
    pub offset: i64,
    pub laps: u32,
    /// An ordinary lap of the best car, milliseconds.
    pub lap: i64,
    /// Metres of a lap.
    pub metres: u32,
}

const fn place(
    country: &'static str,
    city: &'static str,
    offset: i64,
    laps: u32,
    lap: i64,
    metres: u32,
) -> Place {
    Place { country, city, offset, laps, lap, metres }
}

/// One a fortnight from the new year on; the last in the first days of December.
pub(super) const PLACES: [Place; 24] = [
    place("Australia", "Melbourne", 11, 58, 80_500, 5_278),
    place("Saudi Arabia", "Jeddah", 3, 50, 92_000, 6_174),
    place("Bahrain", "Sakhir", 3, 57, 95_000, 5_412),
    place("Japan", "Suzuka", 9, 53, 94_000, 5_807),
    place("China", "Shanghai", 8, 56, 98_000, 5_451),
    place("USA", "Miami", -4, 57, 90_500, 5_412),
    place("Italy", "Imola", 2, 63, 79_000, 4_909),
    place("Monaco", "Monte Carlo", 2, 78, 75_500, 3_337),
    place("Canada", "Montréal", -4, 70, 75_000, 4_361),
    place("Spain", "Barcelona", 2, 66, 77_500, 4_657),
    place("Austria", "Spielberg", 2, 71, 68_500, 4_318),
    place("Great Britain", "Silverstone", 1, 52, 89_500, 5_891),
    place("Hungary", "Budapest", 2, 70, 81_000, 4_381),
    place("Belgium", "Spa", 2, 44, 107_500, 7_004),
    place("Netherlands", "Zandvoort", 2, 72, 74_500, 4_259),
    place("Portugal", "Portimão", 1, 66, 81_500, 4_653),
    place("Azerbaijan", "Baku", 4, 51, 106_000, 6_003),
    place("Singapore", "Singapore", 8, 62, 97_000, 4_940),
    place("Germany", "Hockenheim", 2, 67, 78_000, 4_574),
    place("Mexico", "Mexico City", -6, 71, 80_500, 4_304),
    place("Brazil", "São Paulo", -3, 71, 74_000, 4_309),
    place("Argentina", "Buenos Aires", -3, 72, 76_000, 4_259),
    place("Qatar", "Lusail", 3, 57, 84_500, 5_419),
    place("United Arab Emirates", "Abu Dhabi", 4, 58, 88_500, 5_281),
];

/// What a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator::sport) enum Kind {
    /// Free practice, from 1.
    Practice(u32),
    /// A part of the qualifying, from 1.
    Qualifying(u32),
    /// A part of the qualifying for the sprint, from 1.
    Shootout(u32),
    /// A short race.
    Sprint,
    /// The race.
    Race,
}

impl Kind {
    /// As the feed writes it.
    pub(super) fn name(self) -> String {
        let ordinal =
            |n: u32| ["1st", "2nd", "3rd"][usize::try_from(n).unwrap_or(1).clamp(1, 3) - 1];
        match self {
            Kind::Practice(n) => format!("{} Practice", ordinal(n)),
            Kind::Qualifying(n) => format!("{} Qualifying", ordinal(n)),
            Kind::Shootout(n) => format!("{} Sprint Shootout", ordinal(n)),
            Kind::Sprint => "Sprint".to_owned(),
            Kind::Race => "Race".to_owned(),
        }
    }

    /// Minutes of a session against the clock; a race ends by its laps.
    pub(super) const fn minutes(self) -> Option<i64> {
        match self {
            Kind::Practice(_) => Some(60),
            Kind::Qualifying(1) => Some(18),
            Kind::Qualifying(2) => Some(15),
            Kind::Qualifying(_) | Kind::Shootout(1) => Some(12),
            Kind::Shootout(2) => Some(10),
            Kind::Shootout(_) => Some(8),
            Kind::Sprint | Kind::Race => None,
        }
    }
}

/// Kind, day from Friday on, local minute.
type Timetable = &'static [(Kind, i64, i64)];

const ORDINARY: Timetable = &[
    (Kind::Practice(1), 0, 12 * 60 + 30),
    (Kind::Practice(2), 0, 16 * 60),
    (Kind::Practice(3), 1, 11 * 60 + 30),
    (Kind::Qualifying(1), 1, 15 * 60),
    (Kind::Qualifying(2), 1, 15 * 60 + 25),
    (Kind::Qualifying(3), 1, 15 * 60 + 48),
    (Kind::Race, 2, 15 * 60),
];

const WITH_SPRINT: Timetable = &[
    (Kind::Practice(1), 0, 12 * 60 + 30),
    (Kind::Shootout(1), 0, 16 * 60 + 30),
    (Kind::Shootout(2), 0, 16 * 60 + 49),
    (Kind::Shootout(3), 0, 17 * 60 + 6),
    (Kind::Sprint, 1, 11 * 60),
    (Kind::Qualifying(1), 1, 15 * 60),
    (Kind::Qualifying(2), 1, 15 * 60 + 25),
    (Kind::Qualifying(3), 1, 15 * 60 + 48),
    (Kind::Race, 2, 15 * 60),
];

/// A weekend that is raced on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator::sport) struct Weekend {
    /// Weeks from Friday to Thursday since 1970.
    pub week: i64,
    /// Its place in the season, which is that of the grand prix.
    pub round: usize,
    /// The season.
    pub year: i32,
    /// Hours before its first session at which it is called off.
    pub cancelled: Option<i64>,
}

/// A session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator::sport) struct Session {
    /// The upstream's number.
    pub id: u64,
    /// The weekend it belongs to.
    pub weekend: Weekend,
    /// What it is.
    pub kind: Kind,
    /// Unix milliseconds.
    pub starts_at: i64,
}

/// The week from which numbers count.
const FIRST_WEEK: i64 = 2_500;
/// Numbers kept for each weekend.
const NUMBERS: u64 = 20;

/// The week of a day, Friday first.
const fn week_of(day: i64) -> i64 {
    (day - 1).div_euclid(7)
}

impl Weekend {
    /// The weekend of a week, if it is raced on.
    pub(super) fn of(seed: u64, week: i64) -> Option<Self> {
        if week.rem_euclid(2) == 0 || week < FIRST_WEEK {
            return None;
        }
        let sunday = DateTime::from_timestamp((week * 7 + 3) * 86_400, 0)?;
        let round = usize::try_from(sunday.ordinal0() / 14).ok()?;
        let mut dice = Dice::of(seed, &[85, u64::try_from(week).unwrap_or(0)]);
        let cancelled = dice.chance(0.03).then(|| dice.between(10, 90));
        (round < PLACES.len()).then(|| Self { week, round, year: sunday.year(), cancelled })
    }

    /// Every weekend of a season.
    pub(super) fn of_year(seed: u64, year: i32) -> Vec<Self> {
        let first = chrono::NaiveDate::from_ymd_opt(year, 1, 1);
        let days = first
            .map_or(0, |date| date.signed_duration_since(chrono::NaiveDate::default()).num_days());
        let weeks = week_of(days) - 1..=week_of(days) + 53;
        weeks.filter_map(|week| Weekend::of(seed, week)).filter(|it| it.year == year).collect()
    }

    /// Where it is.
    pub(super) const fn place(&self) -> &'static Place {
        &PLACES[self.round]
    }

    /// Whether it has a sprint.
    pub(super) const fn has_sprint(&self) -> bool {
        self.round % 4 == 3
    }

    /// Its sessions. One that is called off has no second and third parts of a qualifying.
    pub(super) fn sessions(&self) -> Vec<Session> {
        let timetable = if self.has_sprint() { WITH_SPRINT } else { ORDINARY };
        let base = u64::try_from(self.week - FIRST_WEEK).unwrap_or(0) * NUMBERS;
        let listed = timetable.iter().zip(1..).filter(|((kind, ..), _)| {
            self.cancelled.is_none()
                || !matches!(kind, Kind::Qualifying(2 | 3) | Kind::Shootout(2 | 3))
        });
        let session = |((kind, day, minute), n): (&(Kind, i64, i64), u64)| Session {
            id: base + n,
            weekend: *self,
            kind: *kind,
            starts_at: (self.week * 7 + 1 + day) * DAY + minute * MINUTE
                - self.place().offset * HOUR,
        };
        listed.map(session).collect()
    }

    /// When it is called off, if it is.
    pub(super) fn called_off_at(&self) -> Option<i64> {
        let first = self.sessions().first().map(|session| session.starts_at)?;
        self.cancelled.map(|hours| first - hours * HOUR)
    }
}

/// The sessions that start between two instants.
pub(super) fn between(seed: u64, from: i64, to: i64) -> Vec<Session> {
    let weeks = week_of(from.div_euclid(DAY)) - 1..=week_of(to.div_euclid(DAY)) + 1;
    let weekends = weeks.filter_map(|week| Weekend::of(seed, week));
    let sessions = weekends.flat_map(|weekend| weekend.sessions());
    sessions.filter(|session| (from..to).contains(&session.starts_at)).collect()
}

/// The session of that number.
pub(super) fn find(seed: u64, id: u64) -> Option<Session> {
    let week = FIRST_WEEK + i64::try_from(id / NUMBERS).ok()?;
    Weekend::of(seed, week)?.sessions().into_iter().find(|session| session.id == id)
}
