//! Connections: how many, how slow, how loud, and whose.

mod caps;
mod flood;
mod places;
mod port;
mod slow;
mod support;
