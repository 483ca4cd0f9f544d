//! Channel names: what may be one, and what its prefix says.

/// The longest channel name, in bytes.
const MAX_NAME_CHARS: usize = 200;
/// What the channel of one user begins with; the rest is the user's id.
const OF_USER: &str = "#server-to-user-";

/// Why a name is not a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadChannel {
    /// Nothing was named.
    #[error("A channel must be named.")]
    Empty,
    /// More than 200 bytes.
    #[error("A channel's name is at most 200 characters long.")]
    TooLong,
    /// A name beginning with `#`.
    #[error("Channels that begin with # are the server's own.")]
    Reserved,
    /// A character outside the protocol's set.
    #[error("A channel's name is made of letters, digits and the characters _ - = @ , . ;")]
    BadCharacter,
}

/// Who may listen to a channel, by its name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anybody.
    Public,
    /// Whoever brings a signature.
    Private,
    /// The same, and the server cannot read what is told.
    Encrypted,
    /// The same as private, and all who listen are known to one another.
    Presence,
}

impl Kind {
    /// The kind of a valid name, and whether the channel keeps its last event.
    pub fn of(name: &str) -> (Self, bool) {
        let (kind, rest) = if let Some(rest) = name.strip_prefix("private-encrypted-") {
            (Self::Encrypted, rest)
        } else if let Some(rest) = name.strip_prefix("private-") {
            (Self::Private, rest)
        } else if let Some(rest) = name.strip_prefix("presence-") {
            (Self::Presence, rest)
        } else {
            (Self::Public, name)
        };
        (kind, rest.starts_with("cache-"))
    }
}

/// Whether this can be a channel's name.
///
/// # Errors
/// A sentence for the client that says what is wrong with it.
pub fn check(name: &str) -> Result<(), BadChannel> {
    match name.as_bytes() {
        [] => Err(BadChannel::Empty),
        [b'#', ..] => Err(BadChannel::Reserved),
        bytes if bytes.len() > MAX_NAME_CHARS => Err(BadChannel::TooLong),
        _ if !is_plain(name) => Err(BadChannel::BadCharacter),
        _ => Ok(()),
    }
}

/// The user whose channel this is, where it is one.
pub fn user(name: &str) -> Option<&str> {
    let user = name.strip_prefix(OF_USER)?;
    (!user.is_empty() && name.len() <= MAX_NAME_CHARS && is_plain(user)).then_some(user)
}

/// Whether a text is made of the characters that names and user ids may have.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_=@,.;".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_outside_the_protocol_are_refused_with_their_reason() {
        assert_eq!(check(""), Err(BadChannel::Empty));
        assert_eq!(check("#server-to-user-1"), Err(BadChannel::Reserved));
        assert_eq!(check(&"a".repeat(201)), Err(BadChannel::TooLong));
        assert_eq!(check("sports football"), Err(BadChannel::BadCharacter));
        assert_eq!(check("spörts"), Err(BadChannel::BadCharacter));
        assert_eq!(check(&"a".repeat(200)), Ok(()));
        assert_eq!(check("sports.football.leagues.premier-league.matches.123"), Ok(()));
    }

    #[test]
    fn a_prefix_counts_only_with_its_dash() {
        for (name, kind, cached) in [
            ("privateer", Kind::Public, false),
            ("cachet", Kind::Public, false),
            ("cache-scores", Kind::Public, true),
            ("private-user.1", Kind::Private, false),
            ("private-cache-x", Kind::Private, true),
            ("private-encryptedx", Kind::Private, false),
            ("private-encrypted-x", Kind::Encrypted, false),
            ("private-encrypted-cache-x", Kind::Encrypted, true),
            ("presence-room", Kind::Presence, false),
            ("presence-cache-room", Kind::Presence, true),
        ] {
            assert_eq!(Kind::of(name), (kind, cached), "{name}");
        }
    }

    #[test]
    fn the_channel_of_a_user_names_them() {
        assert_eq!(user("#server-to-user-12"), Some("12"));
        assert_eq!(user("#server-to-user-"), None);
        assert_eq!(user("#server-to-user-a b"), None);
        assert_eq!(user("server-to-user-12"), None);
    }
}
