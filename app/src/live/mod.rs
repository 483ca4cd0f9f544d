//! The browser's side of the realtime protocol, and what it does to what a page holds.

mod apply;
mod backoff;
mod clock;
mod feed;
mod protocol;
mod socket;

pub(crate) use apply::standing;
pub use apply::{Applied, apply_to_match};
pub(crate) use clock::{every_second, ticking};
pub use feed::{Connection, Feed, News};
