//! Rankings of players.

pub mod one;
