//! The invented football world: countries that exist, and leagues, clubs and people that do not.

mod build;
mod country;
mod league;
mod name;
mod team;

pub(super) use build::World;
pub(super) use country::{COUNTRIES, Country};
pub(super) use league::{Coverage, Kind, League};
pub(super) use name::{Family, escape};
pub(super) use team::{Player, Team};
