//! The crate against recorded answers and hand-written ones, through its public doors only.

#![allow(missing_docs)]
#![allow(clippy::needless_pass_by_value, reason = "helpers are handed literals")]
#![allow(clippy::too_many_arguments, reason = "a row of expectations is read as a table")]

mod errors;
mod fixtures;
mod folder;
mod incidents;
mod mutation;
mod network;
mod parts;
mod recordings;
mod replay;
mod sports;
mod statuses;
