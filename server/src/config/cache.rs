//! For how long the upstream's answers are kept for the proxy.

use super::{ConfigError, Settings};

/// The cache of upstream answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cache {
    /// Whether an answer is given twice at all; identical questions at one time are still one call.
    pub enabled: bool,
    /// Seconds for answers whose endpoint has no time of its own.
    pub seconds: u32,
}

impl Cache {
    pub(super) fn read(settings: &Settings) -> Result<Self, ConfigError> {
        Ok(Self {
            enabled: settings.require("API_CACHE_ENABLED", "write true or false")?,
            seconds: settings
                .require("API_DEFAULT_CACHE_DURATION", "write a number of seconds such as 3600")?,
        })
    }
}
