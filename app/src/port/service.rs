//! The port to the state of the service itself.

#[cfg(feature = "ssr")]
use super::PortError;
use entity::model::Instant;
use serde::{Deserialize, Serialize};

/// Reads of how the service fares.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Service: Send + Sync {
    /// How each part fares, for everybody to see: no addresses, no names of machines.
    async fn state(&self) -> Result<ServiceState, PortError>;
}

/// How the service fares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceState {
    /// Its parts in the order they are shown: `Live data`, `Push`, `REST API`.
    pub parts: Vec<Part>,
    /// The service's clock.
    pub as_of: Instant,
}

/// One part of the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// As readers know it.
    pub name: String,
    /// How it fares.
    pub state: PartState,
    /// One sentence: what works, since when, what is being done.
    pub detail: String,
}

/// How one part fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// As it should be.
    Working,
    /// Slow, late or incomplete.
    Degraded,
    /// Not at all.
    Down,
}
