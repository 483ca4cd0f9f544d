//! The codes a socket is closed with, in Pusher's three hundreds: after one of the first a client does
//! not come back by itself, after one of the second it does after a pause, of the third at once.

/// Why a socket is closed. The sentence sent with it says more of the occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CloseCode {
    /// No key has this id.
    UnknownKey = 4001,
    /// As many sockets are open as the key may have.
    OverQuota = 4004,
    /// The version of the protocol is no number.
    MalformedVersion = 4006,
    /// The version of the protocol is not spoken here.
    UnsupportedVersion = 4007,
    /// The key may not connect, or may no longer.
    Unauthorized = 4009,
    /// The server cannot have this socket for now.
    OverCapacity = 4100,
    /// The socket is to begin anew.
    Reconnect = 4200,
    /// The client gave no sign of life.
    PongTimeout = 4201,
}

impl CloseCode {
    /// Every code, in order.
    pub const ALL: [Self; 8] = [
        Self::UnknownKey,
        Self::OverQuota,
        Self::MalformedVersion,
        Self::UnsupportedVersion,
        Self::Unauthorized,
        Self::OverCapacity,
        Self::Reconnect,
        Self::PongTimeout,
    ];

    /// The number on the wire.
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// What it means, for whoever writes a client.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::UnknownKey => "There is no such key.",
            Self::OverQuota => {
                "As many sockets are open as your plan has, as one address may have by a key's public id alone (half of the plan's), or as your address may have without a key."
            }
            Self::MalformedVersion => "The version of the protocol is not a number.",
            Self::UnsupportedVersion => "The version of the protocol is not served.",
            Self::Unauthorized => {
                "The key may not, or may no longer, connect from here: revoked, switched off, expired, or without stream:connect. Or the operator ended the connections of the user who is signed in."
            }
            Self::OverCapacity => {
                "The service restarts, you did not read fast enough or sent too much, or your address had most of a key's sockets and others needed one."
            }
            Self::Reconnect => "The service restarts.",
            Self::PongTimeout => "No answer to a ping.",
        }
    }

    /// What a client should do then.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::UnknownKey => "Correct the key; do not connect again with it.",
            Self::OverQuota => {
                "Close another one first; with the key's token as Authorization: Bearer one address may have all of the plan's."
            }
            Self::MalformedVersion | Self::UnsupportedVersion => "Ask for protocol=7.",
            Self::Unauthorized => "Mend the key at /dashboard/keys or use another.",
            Self::OverCapacity => "Connect again after a second or more, and resume.",
            Self::Reconnect | Self::PongTimeout => "Connect again at once and resume.",
        }
    }
}
