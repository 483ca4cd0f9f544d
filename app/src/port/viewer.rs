//! Whose dashboard it is.

/// The account of whoever is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ViewerId(pub i64);
