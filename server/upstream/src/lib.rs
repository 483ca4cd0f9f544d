//! The API-Sports client, its adapters, and the stand-ins that speak the same wire.

pub mod simulator;
