//! Customers: who they are, what they may use, what they used.

pub mod access;

pub use access::{Access, PlanLimits};
