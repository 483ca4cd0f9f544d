//! The upstream's own JSON, for clients already written against it.

pub mod one;
