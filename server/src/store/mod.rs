//! What is kept: the database, the leagues and matches in memory, the log.

pub mod board;
pub mod body;
pub mod database;
pub mod leagues;
pub mod lease;
pub mod log;
mod match_reader;
pub mod matches;
pub mod patience;
pub mod private;
mod pulse;
mod readable;

pub use board::{Board, Entry};
pub use body::{Body, Include, Row};
pub use database::{Database, DatabaseError, Place};
pub use leagues::Leagues;
pub use lease::Lease;
pub use match_reader::MatchReader;
pub use patience::within;
pub use pulse::Pulse;
pub use readable::unreadable;
