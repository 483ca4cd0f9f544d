//! From an upstream answer to an announced change.
//!
//! [`planner`] decides what is worth a call, [`poller`] makes the calls, [`pipeline`] brings the answer's
//! observations together with what is known, [`regression`] doubts what would take a match back, [`diff`]
//! says what is different, [`commit`] writes match and change in one transaction, and only then is
//! the change announced. Of several processes on one database one polls, and [`replicate`] brings what
//! it takes in to the others (`runtime/polling.rs`).

mod announce;
pub mod change_notifier;
mod commit;
pub mod diff;
mod error;
pub mod incident;
mod match_polls;
pub mod merge;
mod pipeline;
pub mod planner;
pub mod poller;
#[cfg(test)]
mod properties;
pub mod regression;
mod replicate;
mod sound;
mod stuck;
pub mod target;

pub use announce::Announce;
pub use change_notifier::ChangeNotifier;
pub use error::{IngestError, PollError};
pub use pipeline::{ApplyReport, Ingest};
pub use poller::Poller;
