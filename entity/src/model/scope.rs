//! What a key may do.

use serde::{Deserialize, Serialize};

/// What a key may do: read sports, leagues, matches and changes; read the upstream's own JSON; open
/// sockets and streams; read its owner's usage; make, change and revoke keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Scope {
    /// Read sports, leagues, matches and changes.
    #[serde(rename = "matches:read")]
    MatchesRead,
    /// Read the upstream's own JSON.
    #[serde(rename = "proxy:read")]
    ProxyRead,
    /// Open sockets and streams.
    #[serde(rename = "stream:connect")]
    StreamConnect,
    /// Read the owner's usage.
    #[serde(rename = "usage:read")]
    UsageRead,
    /// Make, change and revoke keys.
    #[serde(rename = "keys:write")]
    KeysWrite,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 5] = [
        Scope::MatchesRead,
        Scope::ProxyRead,
        Scope::StreamConnect,
        Scope::UsageRead,
        Scope::KeysWrite,
    ];

    /// What a key may do where its owner does not say: everything but making keys.
    pub const USUAL: [Scope; 4] =
        [Scope::MatchesRead, Scope::ProxyRead, Scope::StreamConnect, Scope::UsageRead];

    /// The word in JSON, forms and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Scope::MatchesRead => "matches:read",
            Scope::ProxyRead => "proxy:read",
            Scope::StreamConnect => "stream:connect",
            Scope::UsageRead => "usage:read",
            Scope::KeysWrite => "keys:write",
        }
    }

    /// The scope of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}
