//! The caller's account.

pub mod one;
