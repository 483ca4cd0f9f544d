//! Channel names: what may be one, and what its prefix says.

/// The longest channel name, in bytes.
const LONGEST: usize = 200;

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
pub(crate) enum Kind {
    Public,
    Private,
    Presence,
}

/// Whether this can be a channel's name.
///
/// # Errors
/// A sentence for the client that says what is wrong with it.
pub fn check(name: &str) -> Result<(), BadChannel> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=@,.;".contains(&byte);
    match name.as_bytes() {
        [] => Err(BadChannel::Empty),
        [b'#', ..] => Err(BadChannel::Reserved),
        bytes if bytes.len() > LONGEST => Err(BadChannel::TooLong),
        bytes if !bytes.iter().copied().all(allowed) => Err(BadChannel::BadCharacter),
        _ => Ok(()),
    }
}

/// The kind of a valid name.
pub(crate) fn kind(name: &str) -> Kind {
    if name.starts_with("private-") {
        Kind::Private
    } else if name.starts_with("presence-") {
        Kind::Presence
    } else {
        Kind::Public
    }
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
        assert_eq!(kind("privateer"), Kind::Public);
        assert_eq!(kind("private-user.1"), Kind::Private);
        assert_eq!(kind("presence-room"), Kind::Presence);
    }
}
