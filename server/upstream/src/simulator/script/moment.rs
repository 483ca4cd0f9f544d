//! What happens in a match, before it is known to whom.

use super::timeline::Timeline;
use crate::simulator::dice::Dice;
use crate::simulator::fate::{MINUTE, Wish};

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A goal that stands.
    Goal,
    /// A goal that the review takes back.
    Ghost,
    /// A yellow card.
    Yellow,
    /// A second one, when somebody is booked.
    SecondYellow,
    /// A red card.
    Red,
    /// A substitution.
    Change,
    /// A penalty missed.
    Missed,
}

/// Something that happens in a part of play.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// 0 to 3: two halves, two of extra time.
    pub part: usize,
    /// Milliseconds of play into the part.
    pub played: i64,
    /// What.
    pub what: What,
    /// To the home side.
    pub home: bool,
}

/// The moments of the two halves, by time. `beats` are instants at which a goal must fall.
pub(super) fn draw(
    dice: &mut Dice,
    timeline: &Timeline,
    beats: &[i64],
    mean: f64,
    home_share: f64,
    wish: Option<Wish>,
) -> Vec<Moment> {
    let mut moments = Vec::with_capacity(24);
    for beat in beats {
        let (part, played) = timeline.played(*beat);
        moments.push(Moment { part, played, what: What::Goal, home: dice.chance(home_share) });
    }
    let wants_goal = matches!(
        wish,
        Some(
            Wish::OwnGoal
                | Wish::Penalty
                | Wish::ScorerLater
                | Wish::MinuteMoved
                | Wish::Offside
                | Wish::Cancelled
        )
    );
    let goals = dice.poisson(mean).max(usize::from(wants_goal && beats.is_empty()));
    let level = matches!(wish, Some(Wish::ExtraTime | Wish::Shootout));
    let odd = level && (goals + beats.len()) % 2 == 1;
    scatter(dice, timeline, &mut moments, What::Goal, goals + usize::from(odd), home_share);
    let ghosts =
        usize::from(matches!(wish, Some(Wish::Cancelled | Wish::Offside)) || dice.chance(0.12));
    scatter(dice, timeline, &mut moments, What::Ghost, ghosts, 0.5);
    let yellows = dice.poisson(3.4).max(usize::from(wish == Some(Wish::CardRemoved)));
    scatter(dice, timeline, &mut moments, What::Yellow, yellows, 0.47);
    let reds = usize::from(wish == Some(Wish::Red) || dice.chance(0.07));
    scatter(dice, timeline, &mut moments, What::Red, reds, 0.45);
    let missed = usize::from(wish == Some(Wish::MissedPenalty) || dice.chance(0.06));
    scatter(dice, timeline, &mut moments, What::Missed, missed, 0.5);
    if wish == Some(Wish::SecondYellow) || dice.chance(0.06) {
        let home = dice.chance(0.5);
        let first = dice.between(5, 40) * MINUTE;
        moments.push(Moment { part: 0, played: first, what: What::Yellow, home });
        moments.push(Moment {
            part: 1,
            played: dice.between(10, 40) * MINUTE + 7_000,
            what: What::SecondYellow,
            home,
        });
    }
    for home in [true, false] {
        for _ in 0..dice.between(2, 5) {
            // Some at half time, most between the 55th and the 88th minute, a few earlier.
            let (part, played) = match dice.below(10) {
                0 => (0, dice.between(10 * 60, 43 * 60) * 1_000),
                1 | 2 => (1, 1_000),
                _ => (1, dice.between(10 * 60, 43 * 60) * 1_000),
            };
            moments.push(Moment { part, played, what: What::Change, home });
        }
    }
    if level {
        // As many for one side as for the other.
        let goals = moments.iter_mut().filter(|moment| moment.what == What::Goal);
        for (number, moment) in goals.enumerate() {
            moment.home = number % 2 == 0;
        }
    }
    moments.sort_by_key(|moment| (moment.part, moment.played));
    moments
}

fn scatter(
    dice: &mut Dice,
    timeline: &Timeline,
    moments: &mut Vec<Moment>,
    what: What,
    count: usize,
    home_share: f64,
) {
    for _ in 0..count {
        let part = usize::from(dice.chance(0.53));
        let played = dice.between(20_000, timeline.lengths[part] - 5_000);
        moments.push(Moment { part, played, what, home: dice.chance(home_share) });
    }
}

/// Goals of extra time: `winner` is the side that must be ahead, `None` when a shoot-out decides.
pub(super) fn extra_time(
    dice: &mut Dice,
    timeline: &Timeline,
    winner: Option<bool>,
) -> Vec<Moment> {
    let sides: Vec<bool> = match winner {
        Some(home) if dice.chance(0.25) => vec![home, home],
        Some(home) if dice.chance(0.15) => vec![home, !home, home],
        Some(home) => vec![home],
        None if dice.chance(0.2) => vec![true, false],
        None => Vec::new(),
    };
    let mut moments: Vec<Moment> = sides
        .into_iter()
        .map(|home| {
            let part = 2 + dice.below(2);
            let played = dice.between(30_000, timeline.lengths[part] - 5_000);
            Moment { part, played, what: What::Goal, home }
        })
        .collect();
    moments.sort_by_key(|moment| (moment.part, moment.played));
    moments
}
