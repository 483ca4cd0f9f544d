//! Who looks after a new installation, how letters leave, what signs cookies.

use super::{ConfigError, Settings};
use crate::accounts::{email::Email, password::Password};

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
    /// The mail server; `None` writes letters into the data folder.
    pub mail_url: Option<String>,
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
        let mail_url = settings.text("MAIL_URL");
        if let Some(url) = &mail_url
            && crate::mail::server(url).is_err()
        {
            let mend = "write smtp://user:password@host:587 or smtps://user:password@host";
            return Err(ConfigError::new("MAIL_URL", url, mend));
        }
        Ok(Self { app_key: settings.text("APP_KEY"), admin, mail_url })
    }
}
