//! Which leagues each sport has.
//!
//! The sports that are played all over the world have a league in each of twelve countries around
//! the clock, four matches on every evening there, so that at any hour each of them is in play
//! somewhere; and a cup. American and Australian leagues keep their own hours.

use super::league::Season;
use entity::model::Sport;

/// A league before it is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setup {
    pub id: u32,
    pub name: &'static str,
    pub country: &'static str,
    pub teams: usize,
    pub rounds: i64,
    pub span: i64,
    pub slots: &'static [(i64, i64)],
    pub cup: bool,
    /// How its seasons are written.
    pub season: Season,
    /// Names of clubs, with `*` for the town.
    pub clubs: &'static [&'static str],
    /// Conference and division of equal parts of the clubs.
    pub groups: &'static [(&'static str, &'static str)],
}

/// The countries of the sports that are played all over the world, once around the clock.
const LANDS: [&str; 12] = [
    "New-Zealand",
    "Australia",
    "Japan",
    "Indonesia",
    "India",
    "Türkiye",
    "Germany",
    "England",
    "Brazil",
    "Colombia",
    "Mexico",
    "Canada",
];

/// Minutes of a local day.
const fn hm(hour: i64, minute: i64) -> i64 {
    hour * 60 + minute
}

/// Four matches each on two evenings.
const EVENINGS: [(i64, i64); 8] = [
    (0, hm(16, 30)),
    (0, hm(18, 0)),
    (0, hm(19, 30)),
    (0, hm(21, 0)),
    (1, hm(16, 30)),
    (1, hm(18, 0)),
    (1, hm(19, 30)),
    (1, hm(21, 0)),
];

/// Ten games each on two evenings, as the time zones of the USA fill them; fewer where clubs lack.
const NBA: [(i64, i64); 15] = [
    (0, hm(19, 0)),
    (0, hm(19, 0)),
    (0, hm(19, 30)),
    (0, hm(20, 0)),
    (0, hm(20, 0)),
    (0, hm(21, 0)),
    (0, hm(22, 0)),
    (0, hm(22, 30)),
    (1, hm(15, 30)),
    (1, hm(19, 0)),
    (1, hm(19, 30)),
    (1, hm(20, 0)),
    (1, hm(20, 30)),
    (1, hm(21, 0)),
    (1, hm(22, 0)),
];

/// A week of the NFL from Thursday on.
const NFL: [(i64, i64); 16] = [
    (0, hm(20, 15)),
    (3, hm(13, 0)),
    (3, hm(13, 0)),
    (3, hm(13, 0)),
    (3, hm(13, 0)),
    (3, hm(13, 0)),
    (3, hm(13, 0)),
    (3, hm(13, 0)),
    (3, hm(13, 0)),
    (3, hm(16, 5)),
    (3, hm(16, 5)),
    (3, hm(16, 25)),
    (3, hm(16, 25)),
    (3, hm(20, 20)),
    (4, hm(20, 15)),
    (4, hm(20, 15)),
];

/// A week of college games.
const COLLEGE: [(i64, i64); 20] = [
    (1, hm(20, 0)),
    (1, hm(22, 30)),
    (2, hm(12, 0)),
    (2, hm(12, 0)),
    (2, hm(12, 0)),
    (2, hm(12, 0)),
    (2, hm(12, 30)),
    (2, hm(15, 30)),
    (2, hm(15, 30)),
    (2, hm(15, 30)),
    (2, hm(15, 30)),
    (2, hm(16, 0)),
    (2, hm(16, 15)),
    (2, hm(19, 0)),
    (2, hm(19, 0)),
    (2, hm(19, 30)),
    (2, hm(19, 30)),
    (2, hm(20, 0)),
    (2, hm(22, 15)),
    (2, hm(22, 30)),
];

/// A week of Australian football.
const FOOTY: [(i64, i64); 9] = [
    (0, hm(19, 30)),
    (1, hm(19, 50)),
    (2, hm(13, 45)),
    (2, hm(16, 35)),
    (2, hm(19, 25)),
    (2, hm(19, 30)),
    (3, hm(13, 10)),
    (3, hm(15, 20)),
    (3, hm(16, 40)),
];

const NBA_GROUPS: [(&str, &str); 6] = [
    ("east", "atlantic"),
    ("east", "central"),
    ("east", "southeast"),
    ("west", "northwest"),
    ("west", "pacific"),
    ("west", "southwest"),
];

const NFL_GROUPS: [(&str, &str); 8] = [
    ("American Football Conference", "AFC East"),
    ("American Football Conference", "AFC North"),
    ("American Football Conference", "AFC South"),
    ("American Football Conference", "AFC West"),
    ("National Football Conference", "NFC East"),
    ("National Football Conference", "NFC North"),
    ("National Football Conference", "NFC South"),
    ("National Football Conference", "NFC West"),
];

const COLLEGE_GROUPS: [(&str, &str); 4] = [
    ("Eastern Conference", "Main"),
    ("Northern Conference", "Main"),
    ("Southern Conference", "Main"),
    ("Pacific Conference", "Main"),
];

const AMERICAN: [&str; 12] = [
    "* Comets",
    "* Hawks",
    "* Miners",
    "* Pioneers",
    "* Storm",
    "* Wolves",
    "* Knights",
    "* Captains",
    "* Rangers",
    "* Bears",
    "* Thunder",
    "* Foxes",
];

/// The leagues of a sport.
pub(super) fn of(sport: Sport) -> Vec<Setup> {
    let american = Setup {
        id: 1,
        name: "",
        country: "USA",
        teams: 30,
        rounds: 58,
        span: 2,
        slots: &NBA,
        cup: false,
        season: Season::Year,
        clubs: &AMERICAN,
        groups: &NBA_GROUPS,
    };
    match sport {
        Sport::Basketball => around_the_clock(
            &["Super League", "National League", "Premier League", "Basketball League"],
            &["* Hawks", "BC *", "* Giants", "Basket *", "* Storm", "* Comets"],
            true,
        ),
        Sport::Hockey => around_the_clock(
            &["Ice Hockey League", "National Division", "Elite League", "Premier Hockey"],
            &["HC *", "* Wolves", "* Ice Kings", "EHC *", "* Penguins", "* Frost"],
            false,
        ),
        Sport::Baseball => around_the_clock(
            &["Baseball League", "Professional League", "Summer League", "Diamond League"],
            &["* Captains", "* Red Caps", "* Sluggers", "* Pilots", "* Miners", "* Herons"],
            false,
        ),
        Sport::Handball => around_the_clock(
            &["Handball League", "First Division", "Super Handball", "Premier Division"],
            &["HB *", "HSG *", "* Handball", "SG *", "* Lions", "TV *"],
            false,
        ),
        Sport::Rugby => around_the_clock(
            &["Rugby Championship", "Premiership", "National Rugby", "Top 16"],
            &["* RFC", "* Stags", "* Harriers", "RC *", "* Rugby", "* Saints"],
            false,
        ),
        Sport::Volleyball => around_the_clock(
            &["Volley League", "Superliga", "First League Women", "Premier Volley"],
            &["VC *", "* Volley", "* Spikers", "VK *", "* Eagles", "* W"],
            false,
        ),
        Sport::AmericanFootball => vec![
            Setup {
                name: "NFL",
                teams: 32,
                rounds: 18,
                span: 7,
                slots: &NFL,
                groups: &NFL_GROUPS,
                ..american
            },
            Setup {
                id: 2,
                name: "NCAA",
                teams: 40,
                rounds: 14,
                span: 7,
                slots: &COLLEGE,
                groups: &COLLEGE_GROUPS,
                ..american
            },
        ],
        Sport::Nba => vec![Setup { name: "NBA", season: Season::Begun, ..american }],
        Sport::Afl => vec![Setup {
            name: "AFL Premiership",
            country: "Australia",
            teams: 18,
            rounds: 24,
            span: 7,
            slots: &FOOTY,
            groups: &[],
            ..american
        }],
        Sport::Football | Sport::Mma | Sport::Formula1 => Vec::new(),
    }
}

fn around_the_clock(
    names: &[&'static str; 4],
    clubs: &'static [&'static str],
    winter: bool,
) -> Vec<Setup> {
    let league = |(index, country): (usize, &'static str)| Setup {
        id: 101 + u32::try_from(index).unwrap_or(0),
        name: names[index % names.len()],
        country,
        teams: 16,
        rounds: 30,
        span: 2,
        slots: &EVENINGS,
        cup: false,
        // Half of them, as the feed mixes both in one list.
        season: if winter && index % 2 == 0 { Season::Winter } else { Season::Year },
        clubs,
        groups: &[],
    };
    let mut setups: Vec<Setup> = LANDS.into_iter().enumerate().map(league).collect();
    let cup = league((LANDS.len(), "Europe"));
    setups.push(Setup { name: "Champions Cup", cup: true, rounds: 5, ..cup });
    setups
}
