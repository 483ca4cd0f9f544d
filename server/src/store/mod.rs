//! What is kept: the database, the leagues and matches in memory, the log.

pub mod body;
pub mod database;
pub mod leagues;
pub mod lease;
pub mod log;
pub mod match_cache;
mod match_reader;
pub mod matches;
pub mod private;
mod pulse;
mod readable;
pub mod timeout;

pub use body::{Body, Include, Row};
pub use database::{Database, DatabaseError, Topology};
pub use leagues::Leagues;
pub use lease::Lease;
pub use match_cache::{CachedMatch, MatchCache};
pub use match_reader::MatchReader;
pub use pulse::Pulse;
pub use readable::unreadable;
pub use timeout::with_timeout;
