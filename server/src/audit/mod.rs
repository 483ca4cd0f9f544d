//! The audit log: who did what, on whom, from where, and what came of it.
//!
//! Everything that bears on who may do what is said here: sign-ins and their failures, factors,
//! keys, roles, plans, and all that an operator does. [`write()`] is the only way in; it adds a row
//! and logs a line with the same words. Rows are never changed; [`prune()`] removes
//! those that are old enough. Tries that cost whoever makes them nothing, held back or about nobody's
//! account, have one row a minute for each kind and place, sixty in all; it says how many have none.

mod action;
mod entry;
mod prune;
mod read;
mod rule;
mod write;

pub use action::Action;
pub use entry::{Actor, Entry, Origin, Outcome, told_once};
pub use prune::prune;
pub use read::{Query, done_since, read};
pub use rule::{UNPROTECTED, is_write_protected};
pub use write::{write, write_or_log};
