//! The leagues and clubs of one sport, made from a seed.

use super::league::{League, Rhythm, Team};
use super::setup::{self, Setup};
use crate::simulator::dice::Dice;
use crate::simulator::world::{COUNTRIES, Country, Family};
use entity::model::Sport;

/// Every competition and club of a sport.
#[derive(Debug)]
pub(in crate::simulator) struct World {
    /// What everything is drawn from.
    pub seed: u64,
    /// By place.
    pub leagues: Vec<League>,
    /// By place.
    pub teams: Vec<Team>,
}

/// The first number given to a club.
const FIRST_TEAM: u32 = 1_001;

/// What competitions between countries have instead of one.
const EUROPE: Country = Country { name: "Europe", code: None, offset: 1, family: Family::English };

/// The east coast, by whose clock American leagues play.
const EAST_COAST: Country =
    Country { name: "USA", code: Some("US"), offset: -5, family: Family::English };

impl World {
    /// The world of a sport; empty for sports that are not played in leagues by two sides.
    pub(in crate::simulator) fn new(seed: u64, sport: Sport) -> Self {
        let mut world = Self { seed, leagues: Vec::new(), teams: Vec::new() };
        for setup in setup::of(sport) {
            world.add(sport, &setup);
        }
        world
    }

    fn add(&mut self, sport: Sport, setup: &Setup) {
        let index = self.leagues.len();
        let country = country(setup.country);
        let first = self.teams.len();
        for number in 0..setup.teams {
            // Leagues of one country share its towns.
            let taken = self.teams.iter().filter(|team| team.country.name == country.name).count();
            let group = if setup.groups.is_empty() {
                ("", "")
            } else {
                setup.groups[number * setup.groups.len() / setup.teams]
            };
            self.add_team(sport, setup, country, taken, group);
        }
        let shift = Dice::of(self.seed, &[62, sport as u64, index as u64]).between(0, 20);
        self.leagues.push(League {
            index,
            id: setup.id,
            name: setup.name,
            country,
            cup: setup.cup,
            rounds: setup.rounds,
            rhythm: Rhythm { span: setup.span, slots: setup.slots },
            shift,
            season: setup.season,
            teams: (first..self.teams.len()).collect(),
        });
    }

    fn add_team(
        &mut self,
        sport: Sport,
        setup: &Setup,
        country: Country,
        number: usize,
        group: (&'static str, &'static str),
    ) {
        let id = FIRST_TEAM + u32::try_from(self.teams.len()).unwrap_or(0);
        let mut dice = Dice::of(self.seed, &[63, sport as u64, u64::from(id)]);
        let place = COUNTRIES.iter().position(|known| known.name == country.name).unwrap_or(45);
        let town = country.family.town(self.seed, place, number);
        let pattern = *dice.pick(setup.clubs);
        let name = pattern.replace('*', &town);
        let nickname = name.rsplit(' ').next().unwrap_or(&name).to_owned();
        let letters = town.chars().filter(char::is_ascii_alphabetic).take(3);
        let code = letters.collect::<String>().to_uppercase();
        let strength = 0.85 + 0.3 * dice.fraction();
        self.teams.push(Team { id, name, nickname, code, town, country, strength, group });
    }

    /// The league with that upstream number, or word.
    pub(in crate::simulator) fn league(&self, id: &str) -> Option<&League> {
        let id: u32 = if id == "standard" { 1 } else { id.parse().ok()? };
        self.leagues.iter().find(|league| league.id == id)
    }

    /// The place of the club with that upstream number.
    pub(in crate::simulator) fn team_place(&self, id: u64) -> Option<usize> {
        let place = usize::try_from(id.checked_sub(u64::from(FIRST_TEAM))?).ok()?;
        (place < self.teams.len()).then_some(place)
    }

    /// A player of a club, the same one for the same number.
    pub(in crate::simulator) fn player(&self, team: usize, number: usize) -> (u32, String) {
        let team = &self.teams[team];
        let id = team.id * 40 + u32::try_from(number).unwrap_or(0);
        let mut dice = Dice::of(self.seed, &[64, u64::from(id)]);
        (id, team.country.family.person(&mut dice))
    }

    /// Each side's share of what is scored, around 1; playing at home helps.
    pub(in crate::simulator) fn strength(&self, sides: [usize; 2]) -> [f64; 2] {
        let [home, away] = sides.map(|side| self.teams[side].strength);
        [home / away * 1.03, away / home / 1.03]
    }
}

/// The country of that name.
fn country(name: &str) -> Country {
    match name {
        "Europe" => EUROPE,
        "USA" => EAST_COAST,
        name => COUNTRIES.into_iter().find(|country| country.name == name).unwrap_or(EUROPE),
    }
}
