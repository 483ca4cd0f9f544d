//! The hub over real sockets.

mod bridge;
mod close;
mod count;
mod deflate;
mod flood;
mod presence;
mod protocol;
mod resume;
mod said;
mod slow;
mod stream;
mod support;
mod way;
