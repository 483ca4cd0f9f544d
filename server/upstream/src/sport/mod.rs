//! The one door to the adapters: what can be asked of a sport's upstream, and what its answers say.
//!
//! [`endpoint`] says what there is to ask, [`ask`] makes queries of it, [`read`] reads answers. Each is
//! a function with a `match` over all sports, so that a sport that is added cannot be forgotten.
//! `None` means that the sport's upstream has no such endpoint.

pub mod ask;
pub mod endpoint;
mod particular;
pub mod read;

pub use particular::Particular;

use entity::model::{Match, ObservedMatch, Phase, Sport};

/// Fills in what the row of a match never tells and its own endpoints have told: the drivers of a
/// session, the quarters of a game of Australian football, the rounds of a bout.
///
/// A row without them says nothing of them, not that there are none.
pub fn keep(observation: &mut ObservedMatch, known: &Match) {
    let counts =
        !matches!(observation.status.phase, Phase::Scheduled | Phase::Postponed | Phase::Cancelled);
    match observation.sport {
        Sport::Formula1 => {
            if observation.competitors.is_empty() {
                observation.competitors.clone_from(&known.competitors);
            }
        }
        Sport::Afl | Sport::Mma => {
            if observation.periods.is_empty() && counts {
                observation.periods.clone_from(&known.periods);
            }
        }
        Sport::Football
        | Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba => {}
    }
}
