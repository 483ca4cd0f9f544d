//! Tables.

pub mod one;
mod read;

pub use read::{EVERY, read};
