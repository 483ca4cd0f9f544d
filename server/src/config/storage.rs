//! Where things are kept.

use super::{ConfigError, Settings};
use std::path::PathBuf;

/// The database and the data folder.
#[derive(Clone, Debug)]
pub struct Storage {
    /// Where files go.
    pub data_dir: PathBuf,
    pub database_url: String,
}

impl Storage {
    pub(super) fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let data_dir =
            PathBuf::from(settings.text("DATA_DIR").unwrap_or_else(|| "data".to_owned()));
        let database_url = match settings.text("DATABASE_URL") {
            None => format!("sqlite://{}", data_dir.join("bts-guru.sqlite").display()),
            Some(url) => {
                let known = ["sqlite:", "postgres://", "postgresql://", "mysql://", "mariadb://"];
                if !known.iter().any(|scheme| url.starts_with(scheme)) {
                    let mend = "begin it with sqlite:, postgres:// or mysql://";
                    return Err(ConfigError::new("DATABASE_URL", &url, mend));
                }
                url.replacen("mariadb://", "mysql://", 1)
            }
        };
        Ok(Self { data_dir, database_url })
    }
}
