//! Work for later, kept in the database. The engine knows no job.
//!
//! [`Job`] is what a job must be and [`Registry`] the list of those a [`Worker`] can do. [`Queue`]
//! is the handle on the table: it puts jobs in, alone or in the caller's transaction, and looks
//! after them. [`state`] is the life of a job as a pure function; the SQL only applies it.
//!
//! A job runs at least once. It runs again when its worker died or lost its lease before it could
//! say that the job was done, so a job must bear being run twice. A late worker is refused: the
//! claim that it has is no longer the one in the table.

mod ack;
mod admin;
pub mod backoff;
mod claim;
mod enqueue;
mod enqueue_due;
mod error;
mod handle;
mod job;
mod registry;
mod run;
pub mod schedule;
pub mod state;
mod worker;

pub use admin::{Count, Filter, QueueState};
pub use claim::Claimed;
pub use enqueue::{Draft, Enqueued, Priority};
pub use entity::table::job::State;
pub use error::QueueError;
pub use handle::{Now, Queue};
pub use job::{Job, JobError, Run};
pub use registry::Registry;
pub use schedule::Schedule;
pub use state::{JobId, Refused, Token, WorkerId};
pub use worker::{Worker, WorkerConfig};
