//! The process at work: what is started, who polls, how it ends.

pub mod polling;
mod server;

pub use server::Server;
