//! Who looks after a new installation, and what signs cookies.

use super::{ConfigError, Settings};
use crate::{credentials::Password, credentials::email::Email};

/// The first admin of an empty database.
#[derive(Clone, Debug)]
pub struct Admin {
    /// Their address.
    pub email: Email,
    /// Their password.
    pub password: Password,
}

/// What accounts need to know.
#[derive(Clone)]
pub struct AccountSettings {
    /// Signs cookies; made and kept in the data folder when absent.
    pub app_key: Option<String>,
    /// The first admin.
    pub admin: Option<Admin>,
    /// Keys of before: what they signed or sealed still holds.
    pub previous_keys: Vec<String>,
}

impl std::fmt::Debug for AccountSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountSettings").field("admin", &self.admin).finish_non_exhaustive()
    }
}

impl AccountSettings {
    pub(super) fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let admin = match (settings.text("ADMIN_EMAIL"), settings.text("ADMIN_PASSWORD")) {
            (None, None) => None,
            (None, Some(password)) => {
                let mend = "set ADMIN_EMAIL as well";
                return Err(ConfigError::new("ADMIN_PASSWORD", &password, mend));
            }
            (Some(email), None) => {
                return Err(ConfigError::new("ADMIN_EMAIL", &email, "set ADMIN_PASSWORD as well"));
            }
            (Some(text), Some(password)) => {
                let email = Email::read(&text)
                    .map_err(|mend| ConfigError::new("ADMIN_EMAIL", &text, mend))?;
                let typed = Password::typed(password.clone());
                typed
                    .check(email.as_str())
                    .map_err(|mend| ConfigError::new("ADMIN_PASSWORD", &password, mend))?;
                Some(Admin { email, password: typed })
            }
        };
        let previous_keys = previous_keys(settings)?;
        Ok(Self { app_key: key(settings)?, previous_keys, admin })
    }
}

/// Fewest characters of a key.
const FEWEST: usize = 32;

fn key(settings: &Settings) -> Result<Option<String>, ConfigError> {
    let key = settings.text("APP_KEY");
    match key.filter(|key| key.chars().count() < FEWEST) {
        Some(short) => {
            let mend = "use at least 32 characters, or leave it out";
            Err(ConfigError::new("APP_KEY", &short, mend))
        }
        None => Ok(settings.text("APP_KEY")),
    }
}

fn previous_keys(settings: &Settings) -> Result<Vec<String>, ConfigError> {
    let text = settings.text("APP_PREVIOUS_KEYS").unwrap_or_default();
    let keys = text.split(',').map(str::trim).filter(|key| !key.is_empty());
    let keys: Vec<String> = keys.map(ToOwned::to_owned).collect();
    if keys.iter().any(|key| key.chars().count() < FEWEST) {
        let mend =
            "write keys that APP_KEY had, each of 32 characters or more, with commas between";
        return Err(ConfigError::new("APP_PREVIOUS_KEYS", &text, mend));
    }
    Ok(keys)
}
