//! Where the upstream is and how we show who we are.

use std::{fmt, time::Duration};
use thiserror::Error;

/// A value that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides `value`.
    pub fn new(value: impl Into<String>) -> Self {
        Secret(value.into())
    }

    /// The value, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(value: T) -> Self {
        Secret::new(value)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// How a request is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Not at all: the simulator and the replayer.
    None,
    /// The vendor's own hosts: `x-apisports-key`.
    Direct {
        /// The account's key.
        key: Secret,
    },
    /// The `RapidAPI` gateway: `x-rapidapi-key` and `x-rapidapi-host`.
    Rapid {
        /// The account's key.
        key: Secret,
        /// The name the gateway knows the API by.
        host: String,
    },
}

impl Auth {
    /// The key, where there is one.
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Auth::None => None,
            Auth::Direct { key } | Auth::Rapid { key, host: _ } => Some(key.expose()),
        }
    }
}

/// All a client needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientConfig {
    /// The address endpoints are put after: `https://v3.football.api-sports.io`.
    pub base_url: String,
    /// How a request is signed.
    pub auth: Auth,
    /// How long one request may take in all.
    ///
    /// The vendor may hold a request for 10 to 15 s when the minute's limit is reached and answer
    /// it then, so less than 20 s gives up on good answers.
    pub timeout: Duration,
}

impl ClientConfig {
    /// The time one request may take unless set otherwise.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(25);

    /// A client for `base_url` with the usual timeout.
    pub fn new(base_url: impl Into<String>, auth: Auth) -> Self {
        ClientConfig { base_url: base_url.into(), auth, timeout: Self::DEFAULT_TIMEOUT }
    }
}

/// Why no client can be made of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClientConfigError {
    /// The address does not parse or is no web address.
    #[error(
        "“{base_url}” is not an address the upstream can be at; it looks like \
         https://v3.football.api-sports.io"
    )]
    BaseUrl {
        /// As it was given.
        base_url: String,
    },
    /// The key has characters that no header can carry, or is empty.
    #[error("the upstream key cannot be sent: it is empty or has characters outside plain ASCII")]
    Key,
    /// The gateway's host has characters that no header can carry, or is empty.
    #[error("“{host}” is not a RapidAPI host; it looks like api-football-v1.p.rapidapi.com")]
    Host {
        /// As it was given.
        host: String,
    },
    /// The machine has no usable TLS set-up.
    #[error("secure connections cannot be set up ({detail}); install the ca-certificates package")]
    Tls {
        /// What the library said.
        detail: String,
    },
}
