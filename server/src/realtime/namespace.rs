//! Whose a channel is, by its name.

/// Whose a channel is. A name of its own, for the prefixes of Pusher (`private-`, `presence-`) say
/// how a channel is joined, not whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace<'a> {
    /// Ours: `sports` and all below it.
    Sports,
    /// An account's own: `private-user.{id}`.
    Account(&'a str),
    /// For those who run the service: `private-admin`.
    Admin,
    /// For trying things out: `sandbox.…`.
    Sandbox,
    /// The operator's own: everything else.
    Operator,
}

impl<'a> Namespace<'a> {
    /// Whose this channel is.
    pub fn of(channel: &'a str) -> Self {
        if channel == "sports" || channel.starts_with("sports.") {
            Self::Sports
        } else if let Some(id) = channel.strip_prefix("private-user.") {
            Self::Account(id)
        } else if channel == "private-admin" || channel.starts_with("private-admin.") {
            Self::Admin
        } else if channel.starts_with("sandbox.") {
            Self::Sandbox
        } else {
            Self::Operator
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_ours_is_the_operators_own() {
        for (channel, whose) in [
            ("sports", Namespace::Sports),
            ("sports.football", Namespace::Sports),
            ("sports-news", Namespace::Operator),
            ("private-user.12", Namespace::Account("12")),
            ("private-users", Namespace::Operator),
            ("private-admin", Namespace::Admin),
            ("private-administration", Namespace::Operator),
            ("sandbox.replay", Namespace::Sandbox),
            ("presence-room", Namespace::Operator),
            ("#server-to-user-1", Namespace::Operator),
        ] {
            assert_eq!(Namespace::of(channel), whose, "{channel}");
        }
    }
}
