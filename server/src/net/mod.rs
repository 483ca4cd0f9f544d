//! Connections: how many there may be, whose network they are of, and whether they move.

mod bounds;
pub mod connections;
mod network;
pub mod progress;

pub use bounds::Bounds;
pub use connections::Connections;
pub use network::{Network, ip_net};
pub use progress::Progress;
