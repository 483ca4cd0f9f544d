//! The service under test, as its users meet it: real HTTP, real sockets, real databases.
//!
//! The tree mirrors what is asked: `rest` by URL, `realtime` by protocol, `command` by command line,
//! `ingest` by what the upstream does, `ops` by who looks after it.

#![allow(missing_docs, reason = "tests are sentences")]
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]
#![allow(clippy::needless_pass_by_value, reason = "a fixture reads best when it is handed over")]

mod cluster;
mod command;
mod ingest;
mod ops;
mod realtime;
mod rest;
mod support;

#[path = "../servers/mod.rs"]
#[allow(dead_code, reason = "these tests need a part of it")]
mod servers;
