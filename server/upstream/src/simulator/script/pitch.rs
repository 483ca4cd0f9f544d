//! Who is on the pitch, who is booked, who is left on the bench.

use super::{Lineup, Who};
use crate::simulator::dice::Dice;

/// One side during the writing of a script.
#[derive(Clone, Debug)]
pub(super) struct Pitch {
    home: bool,
    on: Vec<u8>,
    bench: Vec<u8>,
    booked: Vec<u8>,
    /// Substitutions made.
    pub changes: u8,
}

impl Lineup {
    /// Eleven by habit with a change or two, and a bench.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let mut starters: Vec<u8> = (0..11).collect();
        let mut bench: Vec<u8> = (11..26).collect();
        for _ in 0..dice.below(4) {
            // Outfield only: places 1 to 10, and the reserves behind the second keeper.
            let (one, two) = (1 + dice.below(10), 1 + dice.below(8));
            std::mem::swap(&mut starters[one], &mut bench[two]);
        }
        bench.truncate(7 + dice.below(6));
        Self { starters, bench }
    }
}

impl Pitch {
    pub(super) fn new(home: bool, lineup: &Lineup) -> Self {
        Self {
            home,
            on: lineup.starters.clone(),
            bench: lineup.bench.clone(),
            booked: Vec::new(),
            changes: 0,
        }
    }

    /// Somebody on the pitch; forwards more often, the keeper never.
    pub(super) fn scorer(&self, dice: &mut Dice) -> Who {
        let one = self.outfield(dice);
        let two = self.outfield(dice);
        // Later in the line-up is further forward.
        self.who(one.max(two))
    }

    /// Somebody else, or nobody.
    pub(super) fn assist(&self, dice: &mut Dice, scorer: Who) -> Option<Who> {
        let helper = self.who(self.outfield(dice));
        (helper != scorer && dice.chance(0.75)).then_some(helper)
    }

    /// Somebody on the pitch who is not booked yet.
    pub(super) fn book(&mut self, dice: &mut Dice) -> Option<Who> {
        let free: Vec<u8> =
            self.on.iter().copied().filter(|place| !self.booked.contains(place)).collect();
        let place = (!free.is_empty()).then(|| *dice.pick(&free))?;
        self.booked.push(place);
        Some(self.who(place))
    }

    /// Somebody on the pitch who is booked.
    pub(super) fn booked(&self, dice: &mut Dice) -> Option<Who> {
        let booked: Vec<u8> = self
            .on
            .iter()
            .copied()
            .filter(|place| *place != 0 && self.booked.contains(place))
            .collect();
        (self.on.len() > 8 && !booked.is_empty()).then(|| self.who(*dice.pick(&booked)))
    }

    /// Somebody not booked who is about to go; sides of eight play on without further loss.
    pub(super) fn about_to_go(&self, dice: &mut Dice) -> Option<Who> {
        let free: Vec<u8> = self
            .on
            .iter()
            .copied()
            .filter(|place| *place != 0 && !self.booked.contains(place))
            .collect();
        (self.on.len() > 8 && !free.is_empty()).then(|| self.who(*dice.pick(&free)))
    }

    /// Takes a player off for good.
    pub(super) fn send_off(&mut self, who: Who) {
        self.on.retain(|place| *place != who.place);
    }

    /// Who goes off and who comes on, if anybody may.
    pub(super) fn change(&mut self, dice: &mut Dice) -> Option<(Who, Who)> {
        // The second keeper stays where he is.
        let fresh: Vec<usize> = (0..self.bench.len())
            .filter(|at| self.bench[*at] != 11 && self.bench[*at] != 23)
            .collect();
        if self.changes >= 5 || fresh.is_empty() {
            return None;
        }
        let off = self.outfield(dice);
        let on = self.bench.remove(*dice.pick(&fresh));
        for place in &mut self.on {
            if *place == off {
                *place = on;
            }
        }
        self.changes += 1;
        Some((self.who(off), self.who(on)))
    }

    /// The kicker number `kick` of a shoot-out.
    pub(super) fn kicker(&self, kick: usize) -> Who {
        self.who(self.on[self.on.len() - 1 - kick % self.on.len()])
    }

    fn outfield(&self, dice: &mut Dice) -> u8 {
        self.on[1 + dice.below(self.on.len() - 1)]
    }

    const fn who(&self, place: u8) -> Who {
        Who { home: self.home, place }
    }
}
