//! Rankings of players.

pub mod one;
mod read;

pub use read::{EVERY, read};
