//! The API-Sports client, its adapters, and the stand-ins that speak the same wire.
//!
//! - [`client`] asks the upstream and tells a good [`client::Answer`] from every sort of
//!   [`client::Failure`]; an answer cannot be made from an error.
//! - [`football`], [`basketball`] and the others turn answers into the product's own words, one
//!   sport each; [`adapter`] holds what they share, and [`sport`] is the one door to all of them.
//! - [`replay`] serves recorded answers.
//! - [`simulator`] plays invented matches and serves them.
//! - [`wire`] holds the lenient leaves that every adapter reads with.

pub mod adapter;
pub mod afl;
pub mod american_football;
pub mod baseball;
pub mod basketball;
pub mod client;
pub mod football;
pub mod formula1;
pub mod handball;
pub mod hockey;
pub mod mma;
pub mod nba;
pub mod replay;
pub mod rugby;
pub mod simulator;
pub mod sport;
pub mod volleyball;
pub mod wire;
