//! What those who look after the service set.

use super::{ConfigError, Settings};

/// Fewest characters of a token.
const FEWEST: usize = 16;

/// How the service is watched.
#[derive(Clone)]
pub struct Ops {
    /// Lets other machines read the metrics.
    pub metrics_token: Option<String>,
}

impl std::fmt::Debug for Ops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ops").finish_non_exhaustive()
    }
}

impl Ops {
    pub(super) fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let metrics_token = settings.text("METRICS_TOKEN");
        if let Some(token) = &metrics_token
            && (token.len() < FEWEST || !token.bytes().all(|b| b.is_ascii_graphic()))
        {
            let mend = "use 16 characters or more, letters, digits and signs without spaces";
            return Err(ConfigError::new("METRICS_TOKEN", token, mend));
        }
        Ok(Self { metrics_token })
    }
}
