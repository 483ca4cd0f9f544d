//! What becomes of a match as a whole, drawn before its script is written.

use super::dice::Dice;

/// Milliseconds in a minute.
pub(super) const MINUTE: i64 = 60_000;
/// Milliseconds in an hour.
pub(super) const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day.
pub(super) const DAY: i64 = 24 * HOUR;

/// Whether and how a match is played. Instants are Unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// To the end.
    Played,
    /// `PST` from `told`, `NS` again with `kickoff` from `moved`, then played.
    Postponed {
        /// When it is called off.
        told: i64,
        /// When the new date is known.
        moved: i64,
        /// The new date.
        kickoff: i64,
    },
    /// `CANC` from then on.
    Cancelled(i64),
    /// `INT` for some minutes, then resumed.
    Interrupted,
    /// `SUSP` for some twenty minutes, then resumed.
    Suspended,
    /// `INT`, then `ABD`.
    Abandoned,
    /// `WO`: never kicked off.
    Walkover,
    /// `AWD`: never kicked off, three goals given.
    Awarded,
}

/// What a match must have in it, asked for by an evening and drawn now and then otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// An own goal.
    OwnGoal,
    /// A goal from the spot.
    Penalty,
    /// A penalty that does not go in.
    MissedPenalty,
    /// A goal that the review takes back, told as `Goal cancelled`.
    Cancelled,
    /// A goal that the review takes back, told as `Goal Disallowed - offside`.
    Offside,
    /// A yellow card taken off the list later.
    CardRemoved,
    /// A second yellow card.
    SecondYellow,
    /// A straight red card.
    Red,
    /// A goal whose scorer is named later.
    ScorerLater,
    /// A goal whose minute is moved by one after the end.
    MinuteMoved,
    /// Extra time decides.
    ExtraTime,
    /// A shoot-out decides.
    Shootout,
    /// The ground is renamed during play.
    GroundRenamed,
    /// The referee is changed during play.
    RefereeChanged,
}

impl Wish {
    /// Those any league can grant.
    pub(super) const LEAGUE: [Wish; 12] = [
        Wish::OwnGoal,
        Wish::Penalty,
        Wish::MissedPenalty,
        Wish::Cancelled,
        Wish::Offside,
        Wish::CardRemoved,
        Wish::SecondYellow,
        Wish::Red,
        Wish::ScorerLater,
        Wish::MinuteMoved,
        Wish::GroundRenamed,
        Wish::RefereeChanged,
    ];
}

impl Fate {
    /// The fate of an ordinary match.
    pub(super) fn draw(dice: &mut Dice, kickoff: i64, is_cup: bool) -> Self {
        match dice.below(1_000) {
            0..=3 if !is_cup => Self::postponed(dice, kickoff),
            4..=5 if !is_cup => Fate::Cancelled(kickoff - dice.between(1, 30) * HOUR / 2),
            6..=11 => Fate::Interrupted,
            12..=13 => Fate::Suspended,
            14..=15 if !is_cup => Fate::Abandoned,
            16 if !is_cup => Fate::Walkover,
            17 if !is_cup => Fate::Awarded,
            _ => Fate::Played,
        }
    }

    fn postponed(dice: &mut Dice, kickoff: i64) -> Self {
        let later = dice.between(1, 3) * DAY;
        let moved = kickoff + dice.between(3, 20) * HOUR;
        Fate::Postponed {
            told: kickoff - dice.between(4, 45) * MINUTE,
            moved,
            kickoff: kickoff + later,
        }
    }

    /// The fates that an evening has for certain, all soon enough to be seen.
    pub(super) fn for_evening(kickoff: i64) -> [Self; 8] {
        [
            Fate::Postponed {
                told: kickoff - 2 * MINUTE,
                moved: kickoff + 50 * MINUTE,
                kickoff: kickoff + DAY,
            },
            Fate::Cancelled(kickoff - MINUTE),
            Fate::Interrupted,
            Fate::Suspended,
            Fate::Abandoned,
            Fate::Walkover,
            Fate::Awarded,
            Fate::Interrupted,
        ]
    }

    /// Whether such a match can be trusted to be in play at the usual times after its kick-off.
    pub(super) const fn is_plain(self) -> bool {
        matches!(self, Fate::Played)
    }
}
