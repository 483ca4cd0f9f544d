//! The sports beside football, each with its own wire.
//!
//! Nine are played by two sides for points: `setup` says which leagues there are, `calendar` which
//! matches a day has, `rules` what each sport has of its own, and `play` holds a match as written
//! beforehand and as it stands at an instant. Mixed martial arts and Formula 1 have cards and
//! weekends instead.

mod afl;
mod american_football;
mod answer;
mod baseball;
mod basketball;
mod calendar;
mod clocked;
mod endpoint;
mod formula1;
mod handball;
mod hockey;
mod league;
mod mma;
mod nba;
mod play;
mod rugby;
mod rules;
mod setup;
mod store;
mod table;
mod told;
mod truth;
mod volleyball;
mod world;

pub(super) use answer::{echo, respond};
pub(super) use endpoint::{complaints, endpoint_of};
pub(super) use store::Sports;
pub use truth::MatchTruth;
#[cfg(test)]
pub(super) use {play::State, rules::rules};
