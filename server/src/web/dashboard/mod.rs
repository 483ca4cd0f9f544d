//! A customer's own pages: their ports, each reading one account and no other, and usage as a file.

mod common;
mod csv;
mod keys;
mod plans;
mod ports;
mod usage;

pub(super) use csv::usage_csv;
pub(super) use plans::free;
pub(super) use ports::ports;
