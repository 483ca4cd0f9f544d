//! The audit log: who did what, on whom, from where, and what came of it.
//!
//! Everything that bears on who may do what is said here: sign-ins and their failures, factors,
//! keys, roles, plans, and all that an operator does. [`write()`] is the only way in; it adds a row
//! and logs a line with the same words. Rows are never changed; [`prune()`] removes
//! those that are old enough.

mod action;
mod entry;
mod prune;
mod read;
mod rule;
mod write;

pub use action::Action;
pub use entry::{Actor, Entry, Origin, Outcome};
pub use prune::prune;
pub use read::{Query, done_since, read};
pub use rule::{UNPROTECTED, is_write_protected};
pub use write::{write, write_or_log};
