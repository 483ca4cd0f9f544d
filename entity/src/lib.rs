//! What we talk about.
//!
//! [`model`] holds pure types that every crate shares, the browser's included; they know serde and
//! nothing else. `table` (feature `db`) holds the `SeaORM` entities of the tables they live in.

pub mod model;
#[cfg(feature = "db")]
pub mod table;
