//! Why a subscription is refused; the socket stays.

use super::close::CloseCode;

/// The kinds of refusal, each with its words on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    /// There is no such channel.
    NotFound,
    /// The channel needs a signature, and none was sent.
    Unsigned,
    /// The signature that was sent does not open the channel.
    Forbidden,
    /// The socket listens to as many channels as it may, or the channel has as many members.
    TooMany,
    /// What was sent of the user cannot be used.
    BadUser,
}

impl Denial {
    /// What a channel that needs a signature answers to this one.
    pub(crate) const fn of_signature(auth: &str) -> Self {
        if auth.is_empty() { Self::Unsigned } else { Self::Forbidden }
    }

    /// The code of the `pusher:error`.
    pub(crate) const fn code(self) -> u16 {
        match self {
            Self::NotFound | Self::TooMany | Self::BadUser => 4300,
            Self::Unsigned | Self::Forbidden => CloseCode::Unauthorized.number(),
        }
    }

    /// The `type` of the `pusher:subscription_error`.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::NotFound => "NotFound",
            Self::Unsigned | Self::Forbidden => "AuthError",
            Self::TooMany => "LimitReached",
            Self::BadUser => "BadData",
        }
    }

    /// Its `status`, as HTTP has it.
    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Unsigned => 401,
            Self::Forbidden => 403,
            Self::TooMany => 429,
            Self::BadUser => 400,
        }
    }
}
