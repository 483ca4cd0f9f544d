//! Pusher protocol 7, as text in and text out.

pub(crate) mod channel;
pub(crate) mod close;
pub(crate) mod denial;
pub(crate) mod incoming;
pub(crate) mod member;
pub(crate) mod outgoing;
pub(crate) mod version;
