//! A customer's own pages: their ports, each reading one account and no other, and usage as a file.

mod common;
mod csv;
mod keys;
mod plans;
mod ports;
mod usage;

pub(crate) use csv::usage_csv;
pub(crate) use plans::free;
pub(crate) use ports::ports;
