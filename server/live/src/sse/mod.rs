//! Server-sent events: the same messages, for clients that only speak HTTP.
//!
//! A stream has no queue. It remembers its position and reads the history on as fast as its client
//! takes it; one that falls behind the oldest message kept is reset to the present state.

mod cursor;
mod registry;
mod response;

pub(crate) use registry::Streams;
pub use response::StreamRefusal;
