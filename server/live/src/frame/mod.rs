//! RFC 6455 framing and RFC 7692 compression, without any I/O.

pub(crate) mod deflate;
pub(crate) mod encode;
pub(crate) mod parse;

pub(crate) use parse::{Incoming, Parser, Violation};
