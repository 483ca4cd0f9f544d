//! What one stranger may take: pages, the upstream's day, and rows that nobody needs any more.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pages;
mod plans;
mod retention;
mod support;
mod upstream;

#[path = "../servers/mod.rs"]
#[allow(dead_code, reason = "these tests need a part of it")]
mod servers;
