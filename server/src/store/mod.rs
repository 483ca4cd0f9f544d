//! What is kept: the database, the leagues and matches in memory, the log.

pub mod board;
pub mod body;
pub mod database;
pub mod leagues;
pub mod lease;
pub mod log;
pub mod matches;
pub mod patience;
pub mod private;
mod pulse;
mod readable;

pub use board::{Board, Entry};
pub use body::{Body, Include};
pub use database::{Database, DatabaseError, Place};
pub use leagues::Leagues;
pub use lease::Lease;
pub use patience::within;
pub use pulse::Pulse;
pub use readable::unreadable;
