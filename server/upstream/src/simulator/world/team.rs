//! Clubs and their squads.

use super::Country;
use crate::simulator::dice::Dice;
use std::sync::OnceLock;

/// How many players a squad has; the first 11 of them start by habit.
pub(super) const SQUAD: usize = 26;

/// Where a player plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum Pos {
    /// Goalkeeper.
    Keeper,
    /// Defender.
    Defender,
    /// Midfielder.
    Midfielder,
    /// Forward.
    Forward,
}

impl Pos {
    /// As a line-up has it.
    pub(in crate::simulator) const fn letter(self) -> char {
        match self {
            Pos::Keeper => 'G',
            Pos::Defender => 'D',
            Pos::Midfielder => 'M',
            Pos::Forward => 'F',
        }
    }

    /// As a ranking has it.
    pub(in crate::simulator) const fn as_str(self) -> &'static str {
        match self {
            Pos::Keeper => "Goalkeeper",
            Pos::Defender => "Defender",
            Pos::Midfielder => "Midfielder",
            Pos::Forward => "Attacker",
        }
    }
}

/// One of a squad.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Player {
    /// The upstream's number.
    pub id: u32,
    /// Initial and surname.
    pub name: String,
    /// On the shirt.
    pub number: u32,
    /// Where this player plays.
    pub pos: Pos,
}

/// A club.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Team {
    /// The upstream's number.
    pub id: u32,
    /// Its full name.
    pub name: String,
    /// Three letters.
    pub code: String,
    /// Where it is at home.
    pub town: String,
    /// Its ground; `None` where the feed knows none.
    pub ground: Option<String>,
    /// The year.
    pub founded: i64,
    /// How many fit into the ground.
    pub capacity: i64,
    /// The country.
    pub country: Country,
    /// Around 1; what share of the goals falls to it.
    pub strength: f64,
    /// `{"id":…,"name":…,"logo":…`, left open because rows go on with `winner`.
    pub head: String,
    /// Made at first use: most squads are never asked for.
    pub(super) squad: OnceLock<Vec<Player>>,
}

impl Team {
    /// The number of the ground.
    pub(in crate::simulator) const fn ground_id(&self) -> u32 {
        self.id + 20_000
    }

    /// The player at that place of the squad.
    fn player(&self, seed: u64, place: usize) -> Player {
        let place = place % SQUAD;
        let id = self.id * 30 + u32::try_from(place).unwrap_or(0);
        let mut dice = Dice::of(seed, &[12, u64::from(id)]);
        // Eleven by 4-3-3, then a bench of one keeper and some of each.
        let pos = match place {
            0 | 11 | 23 => Pos::Keeper,
            1..=4 | 12..=14 | 24 => Pos::Defender,
            5..=7 | 15..=18 | 25 => Pos::Midfielder,
            _ => Pos::Forward,
        };
        let number = u32::try_from(place + 1).unwrap_or(1);
        Player { id, name: self.country.family.person(&mut dice), number, pos }
    }

    /// The whole squad.
    pub(in crate::simulator) fn squad(&self, seed: u64) -> &[Player] {
        self.squad.get_or_init(|| (0..SQUAD).map(|place| self.player(seed, place)).collect())
    }

    /// The coach's name.
    pub(in crate::simulator) fn coach(&self, seed: u64) -> String {
        self.country.family.person(&mut Dice::of(seed, &[13, u64::from(self.id)]))
    }
}
