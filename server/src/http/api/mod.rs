//! REST under `/api/v1`, one resource a file or folder; [`router`] is the table of contents.

mod account;
mod changes;
mod keys;
mod last_confirmed;
pub mod leaders;
mod leagues;
mod matches;
mod proxy;
pub mod router;
mod sports;
pub mod standings;
mod stream;
mod usage;

pub use last_confirmed::last_confirmed;
