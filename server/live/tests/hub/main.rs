//! The hub over real sockets.

mod bridge;
mod close;
mod count;
mod deflate;
mod flood;
mod protocol;
mod resume;
mod slow;
mod stream;
mod support;
mod way;
