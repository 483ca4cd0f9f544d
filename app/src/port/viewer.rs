//! Who is signed in.

/// The account of whoever sends the request; the server's middleware puts it among its extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ViewerId(pub i64);
