//! The owner's usage.

pub mod read;
