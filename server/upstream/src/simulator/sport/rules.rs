//! What each sport of two sides has of its own.

use super::calendar::Game;
use super::play::{Script, State, View};
use super::told::Told;
use super::{
    afl, american_football, baseball, basketball, handball, hockey, nba, rugby, volleyball,
};
use crate::simulator::dice::Dice;
use entity::model::Sport;
use serde_json::Value;

/// A code with its long text, as the feed has them.
pub(in crate::simulator) type Code = (&'static str, &'static str);

/// The codes of states in which nobody plays.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulator) struct Codes {
    /// Not begun.
    pub not_started: Code,
    /// Put off.
    pub postponed: Code,
    /// Called off.
    pub cancelled: Code,
    /// Interrupted; `None` where the feed has no word for it, so that it never happens.
    pub halted: Option<Code>,
    /// Broken off.
    pub abandoned: Option<Code>,
    /// Given to one side.
    pub awarded: Option<Code>,
    /// Given because the other side did not come.
    pub walkover: Option<Code>,
}

impl Codes {
    /// The code of such a state.
    pub(super) const fn of(&self, state: State) -> Option<Code> {
        match state {
            State::NotStarted => Some(self.not_started),
            State::Postponed => Some(self.postponed),
            State::Cancelled => Some(self.cancelled),
            State::Walkover => self.walkover,
            State::Awarded => self.awarded,
            State::Halted(_) => self.halted,
            State::Abandoned(_) => self.abandoned,
            State::Play(_) | State::Break(_) | State::Ended(_) => None,
        }
    }
}

/// One part as the feed tells it: its name as our adapters name it, and both sides.
pub(in crate::simulator) type Part = (String, [Option<u32>; 2]);

/// One sport.
pub(in crate::simulator) trait Rules: Sync {
    /// Its codes.
    fn codes(&self) -> &'static Codes;

    /// A match that begins at `starts_at`. `strength` is each side's share of what is scored.
    fn script(&self, game: &Game, starts_at: i64, strength: [f64; 2], dice: &mut Dice) -> Script;

    /// Code and long text of a match in play, in a break or at its end.
    fn code(&self, view: &View) -> (String, &'static str);

    /// The score.
    fn totals(&self, view: &View) -> [u32; 2] {
        view.sum()
    }

    /// The parts that are told.
    fn parts(&self, view: &View) -> Vec<Part>;

    /// Whether a match that is over went beyond its regular length.
    fn beyond(&self, view: &View) -> bool;

    /// What the winner of an awarded match gets.
    fn forfeit(&self) -> u32 {
        0
    }

    /// What a side gets for the table.
    fn points(&self, mine: u32, theirs: u32, _beyond: bool) -> u32 {
        u32::from(mine > theirs)
    }

    /// The row of a match.
    fn row(&self, it: &Told<'_>) -> Value;

    /// What an endpoint of its own tells of a match; `None` where the sport has no such endpoint.
    fn particular(&self, _endpoint: &str, _it: &Told<'_>) -> Option<Vec<Value>> {
        None
    }
}

/// The rules of a sport; `None` for those that are not played by two sides with a score, and for
/// football, which has a world of its own.
pub(in crate::simulator) fn rules(sport: Sport) -> Option<&'static dyn Rules> {
    match sport {
        Sport::Basketball => Some(&basketball::Basketball),
        Sport::Hockey => Some(&hockey::Hockey),
        Sport::Baseball => Some(&baseball::Baseball),
        Sport::Handball => Some(&handball::Handball),
        Sport::Rugby => Some(&rugby::Rugby),
        Sport::Volleyball => Some(&volleyball::Volleyball),
        Sport::AmericanFootball => Some(&american_football::AmericanFootball),
        Sport::Nba => Some(&nba::Nba),
        Sport::Afl => Some(&afl::Afl),
        Sport::Football | Sport::Mma | Sport::Formula1 => None,
    }
}
