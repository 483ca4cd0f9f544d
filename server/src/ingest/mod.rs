//! From an upstream answer to an announced change.
//!
//! [`planner`] decides what is worth a call, [`poller`] makes the calls, [`take`] brings the answer's
//! observations together with what is known, [`guard`] doubts what would take a match back, [`diff`]
//! says what is different, [`commit`] writes match and change in one transaction, and only then is
//! the change announced. Of several processes on one database one polls, and [`follow`] brings what
//! it takes in to the others (`runtime/polling.rs`).

mod announce;
mod commit;
pub mod diff;
mod error;
pub mod feed;
mod follow;
pub mod guard;
pub mod incident;
pub mod merge;
pub mod planner;
pub mod poller;
#[cfg(test)]
mod properties;
mod sound;
mod stuck;
mod take;
pub mod wake;
mod watch;

pub use announce::Announce;
pub use error::{IngestError, PollError};
pub use poller::Poller;
pub use take::{Ingest, Taken};
pub use wake::Wake;
