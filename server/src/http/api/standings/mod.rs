//! Tables.

pub mod one;
