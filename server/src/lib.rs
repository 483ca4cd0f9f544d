//! The service: a house with floors. What stands here may use what stands below it, never above.
//!
//! 5. [`cli`] and [`runtime`] run the process.
//! 4. [`http`] knows requests and answers.
//! 3. [`app`] is what handlers get.
//! 2. [`accounts`], [`limits`], [`usage`], [`queue`], [`jobs`], [`ingest`], [`realtime`], [`audit`]
//!    and [`gateway`] are the rules.
//! 1. [`store`], [`redis`], [`mail`], [`config`], [`credentials`], [`telemetry`], [`net`],
//!    [`clock`] and [`error`] are the ground.
//!
//! The test in `floors.rs` reads the imports and says which of them breaks this.

#![allow(
    missing_docs,
    reason = "nobody else links to this crate, and a doc that repeats a name helps nobody"
)]
#![recursion_limit = "256"]
// What is printed goes through `cli::output`, which knows what to do when nobody reads it.
#![cfg_attr(not(test), warn(clippy::print_stdout, clippy::print_stderr))]

pub mod accounts;
pub mod app;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod config;
pub mod credentials;
pub mod error;
pub mod gateway;
pub mod http;
pub mod ingest;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod net;
pub mod queue;
pub mod realtime;
pub mod redis;
pub mod runtime;
pub mod store;
pub mod telemetry;
pub mod usage;

#[cfg(test)]
mod floors;
#[cfg(test)]
#[path = "../tests/servers/mod.rs"]
mod servers;

/// Memory for a service that runs for weeks: what is given back is used again.
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
