//! Pusher's protocol: who may open a socket or a stream, and where.

mod admit;
pub mod socket;

pub use admit::{Arrival, admit, make_way};
