//! The queue, on every kind of database.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[macro_use]
mod support;
mod claim;
mod death;
mod manage;
mod model;
mod schedule;
#[path = "../servers/mod.rs"]
#[allow(dead_code, reason = "these tests need a part of it")]
mod servers;
mod worker;
