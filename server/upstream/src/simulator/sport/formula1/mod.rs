//! Formula 1 v1: weekends of sessions, a race told lap by lap.

mod grid;
mod race;
mod season;
mod weekend;
mod wire;

pub(super) use weekend::{Kind, Session};
pub(super) use wire::{CANCELLED, LIVE, SCHEDULED, answer, order, sessions_between, state};
