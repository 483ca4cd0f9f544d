//! What those who look after the service set.

use super::{ConfigError, Settings};

/// Fewest characters of a token.
const FEWEST: usize = 16;

/// How the service is watched.
#[derive(Clone)]
pub struct Ops {
    /// Opens the metrics.
    pub metrics_token: Option<String>,
    /// Whom to tell of a weakness: an address that begins with `mailto:` or `https://`.
    pub security_contact: Option<String>,
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
        let security_contact = settings.text("SECURITY_CONTACT");
        if let Some(contact) = &security_contact
            && !is_contact(contact)
        {
            let mend = "write mailto:security@scores.example, or the https:// address of a page";
            return Err(ConfigError::new("SECURITY_CONTACT", contact, mend));
        }
        Ok(Self { metrics_token, security_contact })
    }
}

/// An address as `security.txt` wants it, on one line.
fn is_contact(text: &str) -> bool {
    let graphic = text.bytes().all(|byte| byte.is_ascii_graphic());
    graphic
        && match text.split_once(':') {
            Some(("mailto", mail)) => mail.parse::<lettre::Address>().is_ok(),
            Some(("https", _)) => text.parse::<http::Uri>().is_ok_and(|uri| uri.host().is_some()),
            Some(_) | None => false,
        }
}
