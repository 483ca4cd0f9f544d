//! Customers: who they are, what they may use, what they used.

pub mod access;
pub mod keys;
pub mod plans;

pub use access::{Access, PlanLimits};
pub use keys::Keys;
pub use plans::Plans;
