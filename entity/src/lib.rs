//! What we talk about.
//!
//! [`model`] holds pure types that every crate shares, the browser's included; they know serde and
//! nothing else. `table` (feature `db`) holds the SeaORM entities and their scoped selects.

pub mod model;
