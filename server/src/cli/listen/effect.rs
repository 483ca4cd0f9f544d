//! What goes into a session and what comes out of it.

use super::{book::Change, wire::Event};
use serde_json::Value;

/// What comes from outside.
#[derive(Debug)]
pub(super) enum Input<'a> {
    /// A text message.
    Text(&'a str),
    /// A sign of life that says nothing.
    Alive,
    /// Nothing for as long as [`Session::patience`](super::session::Session::patience) has it.
    Silent,
    /// The connection ended, with a code where one was given.
    Closed(Option<u16>),
    /// No connection came about; `busy` where somebody answered that it may be tried later.
    Unreached { why: String, busy: bool },
}

/// What to do, in order.
#[derive(Debug)]
pub(super) enum Effect {
    /// Send a text message.
    Send(String),
    /// Print what was heard.
    Print(Box<News>),
    /// Say how things stand.
    Say(String),
    /// Leave this connection.
    Leave(Leave),
}

/// How a connection is left.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// For another one, now.
    Again,
    /// For another one, later: so many have failed in a row.
    Wait(u32),
    /// For good.
    Fail(String),
}

/// What was heard, and what is known of the match that it is about.
#[derive(Debug)]
pub(super) struct News {
    pub(super) event: Event,
    pub(super) about: Option<(Change, Value)>,
}
