//! The upstream's own JSON, for clients already written against it.

pub mod endpoint;
pub mod one;
mod ttl;
