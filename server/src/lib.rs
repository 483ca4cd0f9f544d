//! The service.
//!
//! [`service`] builds it from a [`config`] and runs it; [`ingest`] brings data in, [`store`] keeps
//! it, [`rest`], [`realtime`] and [`web`] bring it out; [`queue`] does each [`job`] in its time,
//! [`mail`] among them; [`audit`] keeps who did what; [`ops`] looks after the process; [`command`] is the command line.

#![recursion_limit = "256"]
// What is printed goes through `command::output`, which knows what to do when nobody reads it.
#![cfg_attr(not(test), warn(clippy::print_stdout, clippy::print_stderr))]

pub mod accounts;
pub mod audit;
pub mod clock;
pub mod command;
pub mod config;
pub mod docs;
pub mod ingest;
pub mod job;
pub mod limit;
pub mod mail;
pub mod ops;
pub mod queue;
pub mod realtime;
pub mod redis;
pub mod rest;
pub mod service;
pub mod store;
pub mod usage;
pub mod web;

#[cfg(test)]
#[path = "../tests/servers/mod.rs"]
mod servers;

/// Memory for a service that runs for weeks: what is given back is used again.
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
