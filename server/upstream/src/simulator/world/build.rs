//! The making of a world from a seed.

use super::country::{COUNTRIES, WORLD};
use super::{Country, Coverage, Kind, League, Team, escape};
use crate::simulator::dice::Dice;
use std::sync::OnceLock;

/// Every competition and club there is.
#[derive(Debug)]
pub(in crate::simulator) struct World {
    /// What everything is drawn from.
    pub seed: u64,
    /// By place.
    pub leagues: Vec<League>,
    /// By place.
    pub teams: Vec<Team>,
}

/// The first number given to a league.
const FIRST_LEAGUE: u32 = 2_001;
/// The first number given to a club.
const FIRST_TEAM: u32 = 31_001;

/// Plain names of the highest league; fewer than countries, so that some share one.
const FIRST_TIER: [&str; 7] = [
    "Premier Division",
    "Superliga",
    "National League",
    "Primera Serie",
    "Pro Championship",
    "Premier Division",
    "Elite Series",
];
/// Clubs in each league of a country.
const TIERS: [(&str, usize); 4] = [
    ("", 20),
    ("Second Division", 20),
    ("Third Division - North", 20),
    ("Third Division - South", 18),
];

impl World {
    /// A world with about `matches_per_day` matches on an ordinary day.
    pub(in crate::simulator) fn new(seed: u64, matches_per_day: usize) -> Self {
        let mut world = Self { seed, leagues: Vec::new(), teams: Vec::new() };
        let mut pace = 0.0;
        for (index, country) in COUNTRIES.iter().enumerate() {
            if pace >= matches_per_day as f64 && index >= 3 {
                break;
            }
            // Each plays every second day.
            pace += world.add_country(index, *country) / 2.0;
            if index == 2 {
                pace += world.add_world_cup() / 2.0;
            }
        }
        world
    }

    /// The league with that upstream number.
    pub(in crate::simulator) fn league(&self, id: u32) -> Option<&League> {
        self.leagues.get(usize::try_from(id.checked_sub(FIRST_LEAGUE)?).ok()?)
    }

    /// The place of the club with that upstream number.
    pub(in crate::simulator) fn team_place(&self, id: u32) -> Option<usize> {
        let place = usize::try_from(id.checked_sub(FIRST_TEAM)?).ok()?;
        (place < self.teams.len()).then_some(place)
    }

    /// The leagues a club plays in.
    pub(in crate::simulator) fn leagues_of(&self, team: usize) -> impl Iterator<Item = &League> {
        self.leagues.iter().filter(move |league| league.teams.contains(&team))
    }

    /// Four leagues and a cup; gives the matches on a day when all play.
    fn add_country(&mut self, index: usize, country: Country) -> f64 {
        let mut pace = 0.0;
        let first_team = self.teams.len();
        for (tier, (name, size)) in TIERS.iter().enumerate() {
            let teams: Vec<usize> = (self.teams.len()..self.teams.len() + size).collect();
            for _ in 0..*size {
                self.add_team(index, country, self.teams.len() - first_team);
            }
            let name = if tier == 0 { FIRST_TIER[index % FIRST_TIER.len()] } else { name };
            let coverage = match (tier, index % 5) {
                (0, _) | (1, 0 | 2) => Coverage::Full,
                (1, _) | (2, 0..=3) | (3, 0..=2) => Coverage::Events,
                (3, 4) => Coverage::Result,
                _ => Coverage::Score,
            };
            let parity = i64::from((index + tier) % 2 == 1);
            pace += self.add_league(name, country, Kind::League, coverage, teams, parity);
        }
        let cup = ["National Cup", "Federation Shield", "National Cup", "League Trophy"][index % 4];
        // 32 clubs of the two highest leagues.
        let teams = (first_team..first_team + 32).collect();
        let parity = i64::from(index % 2 == 1);
        pace + self.add_league(cup, country, Kind::Cup, Coverage::Full, teams, parity)
    }

    fn add_world_cup(&mut self) -> f64 {
        let mut teams: Vec<usize> =
            self.leagues.iter().flat_map(|league| league.teams.iter().take(6).copied()).collect();
        teams.sort_unstable();
        teams.dedup();
        teams.truncate(32);
        self.add_league("Continental Champions Cup", WORLD, Kind::Cup, Coverage::Full, teams, 0)
    }

    fn add_league(
        &mut self,
        name: &str,
        country: Country,
        kind: Kind,
        coverage: Coverage,
        teams: Vec<usize>,
        parity: i64,
    ) -> f64 {
        let index = self.leagues.len();
        let id = FIRST_LEAGUE + u32::try_from(index).unwrap_or(0);
        let flag = flag_of(country);
        let head = format!(
            r#"{{"id":{id},"name":"{}","country":"{}","logo":"https://media.api-sports.io/football/leagues/{id}.png","flag":{flag}"#,
            escape(name),
            escape(country.name)
        );
        let shift = Dice::of(self.seed, &[1, u64::from(id)]).between(0, 18);
        let league = League {
            index,
            id,
            name: name.to_owned(),
            country,
            kind,
            coverage,
            teams,
            parity,
            shift,
            head,
        };
        let pace = league.pace();
        self.leagues.push(league);
        pace
    }

    fn add_team(&mut self, country_index: usize, country: Country, number: usize) {
        let id = FIRST_TEAM + u32::try_from(self.teams.len()).unwrap_or(0);
        let mut dice = Dice::of(self.seed, &[2, u64::from(id)]);
        let town = country.family.town(self.seed, country_index, number);
        let name = country.family.club(&town, &mut dice);
        let code: String = name
            .chars()
            .filter(char::is_ascii_alphabetic)
            .take(3)
            .collect::<String>()
            .to_uppercase();
        let ground = dice.chance(0.87).then(|| {
            let pattern = dice.pick(&[
                "* Arena",
                "* Stadium",
                "* Park",
                "Municipal Ground *",
                "* Community Field",
            ]);
            pattern.replace('*', &town)
        });
        let head = format!(
            r#"{{"id":{id},"name":"{}","logo":"https://media.api-sports.io/football/teams/{id}.png""#,
            escape(&name)
        );
        let founded = dice.between(1887, 2014);
        let capacity = dice.between(8, 460) * 100;
        let strength = 0.7 + 0.6 * dice.fraction();
        self.teams.push(Team {
            id,
            name,
            code,
            town,
            ground,
            founded,
            capacity,
            country,
            strength,
            head,
            squad: OnceLock::new(),
        });
    }
}

/// The flag's address as JSON, `null` for the world.
pub(super) fn flag_of(country: Country) -> String {
    country.code.map_or_else(
        || "null".to_owned(),
        |code| format!(r#""https://media.api-sports.io/flags/{}.svg""#, code.to_lowercase()),
    )
}
