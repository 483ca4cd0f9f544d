//! Keys from the outside: over REST and by socket, on each of the three databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod databases;
mod fence;
mod idempotency;
mod many;
mod plan;
mod rest;
#[path = "../servers/mod.rs"]
#[allow(dead_code, reason = "these tests need a part of it")]
mod servers;
mod sockets;
mod support;
mod wrong;
